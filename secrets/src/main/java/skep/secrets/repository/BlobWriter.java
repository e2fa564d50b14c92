package skep.secrets.repository;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import skep.secrets.gitcrypt.EncryptedBlob;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.gitcrypt.KeyRing;

/** Puts contents of files into the object database, encrypted or in clear, several at a time. */
final class BlobWriter implements AutoCloseable {
  private final Repository repository;

  /** The same one; JGit knows a compression for each, and what is encrypted gets no smaller. */
  private final Repository uncompressed;

  private final KeyRing keys;

  BlobWriter(Repository repository, KeyRing keys) throws IOException {
    this.repository = repository;
    this.keys = keys;
    uncompressed =
        new FileRepositoryBuilder().setGitDir(repository.getDirectory()).setMustExist(true).build();
    uncompressed
        .getConfig()
        .setInt(
            ConfigConstants.CONFIG_CORE_SECTION,
            null,
            ConfigConstants.CONFIG_KEY_COMPRESSION,
            Deflater.NO_COMPRESSION);
  }

  /**
   * Those contents that are there, by path.
   *
   * @throws LockedFileException where one is to be encrypted and its key is not at hand
   */
  Map<String, ObjectId> all(
      SortedMap<String, Optional<Supplier<byte[]>>> files, EncryptionRules rules) {
    Map<String, ObjectId> blobs = new ConcurrentHashMap<>();
    OnAllCores.forEach(
        files.keySet(),
        path ->
            files
                .get(path)
                .ifPresent(content -> blobs.put(path, blob(path, content.get(), rules.key(path)))));
    return blobs;
  }

  private ObjectId blob(String path, byte[] content, Optional<KeyName> name) {
    return name.map(key -> encrypted(path, content, key)).orElseGet(() -> plain(content));
  }

  private ObjectId encrypted(String path, byte[] content, KeyName name) {
    GitCryptKey key =
        keys.key(name).orElseThrow(() -> new LockedFileException(path, name + " is not at hand"));
    return insert(
        uncompressed, key.encrypt(content), (long) content.length + EncryptedBlob.HEADER_BYTES);
  }

  ObjectId plain(byte[] content) {
    return insert(repository, new ByteArrayInputStream(content), content.length);
  }

  private static ObjectId insert(Repository into, InputStream content, long size) {
    try (content;
        ObjectInserter inserter = into.newObjectInserter()) {
      ObjectId id = inserter.insert(Constants.OBJ_BLOB, size, content);
      inserter.flush();
      return id;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    uncompressed.close();
  }
}
