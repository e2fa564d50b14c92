package skep.deploy.bucket;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A repository in a folder of this machine. It has no unfinished uploads and no rules. */
public final class LocalFolder implements RepositoryObjects {
  private static final String HALF_WRITTEN = ".skep-";

  private final Path root;

  public LocalFolder(RepositoryAddress.InFolder address) {
    this.root = address.folder();
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> each) {
    begin();
    int slash = prefix.lastIndexOf('/');
    Path from = slash < 0 ? root : path(prefix.substring(0, slash));
    if (!Files.isDirectory(from)) {
      return;
    }
    try {
      Files.walkFileTree(from, new Visit(prefix, each));
    } catch (IOException e) {
      throw failed("reading", e);
    }
  }

  /** Files that go while they are looked at were never there. */
  private final class Visit extends SimpleFileVisitor<Path> {
    private final String prefix;
    private final Consumer<StoredObject> each;

    Visit(String prefix, Consumer<StoredObject> each) {
      this.prefix = prefix;
      this.each = each;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String key = root.relativize(file).toString();
      if (attributes.isRegularFile() && key.startsWith(prefix) && !isHalfWritten(file)) {
        each.accept(object(key, attributes));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }
  }

  private static boolean isHalfWritten(Path file) {
    return file.getFileName().toString().startsWith(HALF_WRITTEN);
  }

  private static StoredObject object(String key, BasicFileAttributes attributes) {
    return new StoredObject(key, attributes.size(), attributes.lastModifiedTime().toInstant());
  }

  @Override
  public Optional<StoredObject> find(String key) {
    begin();
    try {
      var attributes = Files.readAttributes(path(key), BasicFileAttributes.class);
      return attributes.isRegularFile() ? Optional.of(object(key, attributes)) : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("reading", e);
    }
  }

  @Override
  public Optional<byte[]> read(String key) {
    if (find(key).isEmpty()) {
      return Optional.empty();
    }
    try (var in = Files.newInputStream(path(key))) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw Sizes.tooLarge(key);
      }
      return Optional.of(content);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("reading", e);
    }
  }

  @Override
  public void put(String key, byte[] content) {
    Sizes.check(key, content);
    Path file = path(key);
    begin();
    try {
      Files.createDirectories(file.getParent());
      Path half = Files.createTempFile(file.getParent(), HALF_WRITTEN, "");
      try {
        Files.write(half, content);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(half);
      }
    } catch (IOException e) {
      throw failed("writing", e);
    }
  }

  @Override
  public void delete(String key) {
    begin();
    try {
      Files.deleteIfExists(path(key));
    } catch (IOException e) {
      throw failed("deleting", e);
    }
  }

  @Override
  public List<UnfinishedUpload> unfinished() {
    begin();
    return List.of();
  }

  @Override
  public void abort(UnfinishedUpload upload) {
    begin();
  }

  @Override
  public BucketSettings settings() {
    begin();
    return BucketSettings.NONE;
  }

  /** A folder has no rules of its own. */
  @Override
  public List<Finding> findings() {
    return List.of();
  }

  @Override
  public Requests requests() {
    return Requests.NONE;
  }

  @Override
  public void close() {
    // Nothing is held open between two calls.
  }

  private Path path(String key) {
    return root.resolve(Keys.checked(key));
  }

  private void begin() {
    if (!Files.isDirectory(root)) {
      throw new BucketException.NoBucket(
          ("there is no folder %s: mount it, or correct backup.repository in skep.yaml; a new"
                  + " repository is made with restic init")
              .formatted(root));
    }
  }

  private BucketException failed(String doing, IOException e) {
    if (e instanceof AccessDeniedException || e instanceof NotDirectoryException) {
      return new BucketException.Refused(
          "%s %s is not allowed: give Skep's user the right to, or correct backup.repository"
              .formatted(doing, e.getMessage()));
    }
    return new BucketException.Unreachable(
        "%s %s failed: %s; look at the disk".formatted(doing, root, e), e);
  }
}
