package skep.runbooks.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A folder under a name that everybody can guess, where everybody may make folders: what stands in
 * one that somebody else made must neither be run nor believed.
 */
public final class OwnFolder {
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private OwnFolder() {}

  /**
   * One of this name where programs keep what nobody misses.
   *
   * @throws IOException as {@link #make}
   */
  public static Path temporary(String name) throws IOException {
    return make(Path.of(System.getProperty("java.io.tmpdir"), name));
  }

  /**
   * Makes it for this user alone, where it is not there.
   *
   * @throws IOException where it is a link, is somebody else's, or others may write to it
   */
  public static Path make(Path path) throws IOException {
    try {
      Files.createDirectory(path, PosixFilePermissions.asFileAttribute(OWNER));
      return path;
    } catch (FileAlreadyExistsException e) {
      check(path);
      return path;
    }
  }

  private static void check(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(path + " is no folder; remove it");
    }
    if (Files.getPosixFilePermissions(path).stream().anyMatch(OTHERS::contains)) {
      throw new IOException("others may write to " + path + "; remove it");
    }
    Path probe = Files.createTempFile(path, "owner", "");
    try {
      if (!Files.getOwner(path).equals(Files.getOwner(probe))) {
        throw new IOException(path + " belongs to somebody else");
      }
    } finally {
      Files.delete(probe);
    }
  }
}
