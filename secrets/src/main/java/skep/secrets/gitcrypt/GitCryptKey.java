package skep.secrets.gitcrypt;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A symmetric git-crypt key: one or more versions. Whatever is encrypted is so with the newest, as
 * the program {@code git-crypt} does it.
 */
public final class GitCryptKey {
  private final KeyName name;

  /** The newest first. */
  private final List<KeyVersion> versions;

  GitCryptKey(KeyName name, List<KeyVersion> versions) {
    this.name = name;
    this.versions =
        versions.stream().sorted(Comparator.comparingInt(KeyVersion::number).reversed()).toList();
    if (versions.isEmpty()) {
      throw new GitCryptException("the git-crypt key file holds no key");
    }
    if (versions.stream().map(KeyVersion::number).distinct().count() < versions.size()) {
      throw new GitCryptException("the git-crypt key file holds one version twice");
    }
  }

  /**
   * Reads what {@code git-crypt export-key} wrote.
   *
   * @throws GitCryptException where the bytes are something else
   */
  public static GitCryptKey parse(byte[] file) {
    return KeyFile.parse(file);
  }

  /** A new one, of version 0: the only one {@code git-crypt} 0.7 decrypts with. */
  public static GitCryptKey generate(KeyName name) {
    return new GitCryptKey(name, List.of(KeyVersion.random(0, new SecureRandom())));
  }

  /** As {@code git-crypt export-key} writes it: to be kept as secret as what it opens. */
  public byte[] bytes() {
    return KeyFile.write(name, versions);
  }

  public KeyName name() {
    return name;
  }

  /** The numbers of its versions, the newest first. */
  public List<Integer> versions() {
    return versions.stream().map(KeyVersion::number).toList();
  }

  /**
   * Only this version of it: what the copy for one recipient holds.
   *
   * @throws GitCryptException where it has no such version
   */
  public GitCryptKey only(int version) {
    List<KeyVersion> one = versions.stream().filter(it -> it.number() == version).toList();
    if (one.isEmpty()) {
      throw new GitCryptException("%s has no version %d".formatted(name, version));
    }
    return new GitCryptKey(name, one);
  }

  /**
   * All versions of both.
   *
   * @throws GitCryptException where they have another name or a version in common
   */
  public GitCryptKey and(GitCryptKey other) {
    if (!name.equals(other.name)) {
      throw new GitCryptException("%s and %s are two keys".formatted(name, other.name));
    }
    return new GitCryptKey(
        name, Stream.concat(versions.stream(), other.versions.stream()).toList());
  }

  /**
   * The content of an encrypted blob. The blob names no key version, so each is tried.
   *
   * @throws GitCryptException where no version fits, or the blob was changed
   */
  public byte[] decrypt(byte[] blob) {
    try {
      return decrypt(new ByteArrayInputStream(blob), blob.length);
    } catch (IOException e) {
      throw new UncheckedIOException("an array can be read", e);
    }
  }

  /**
   * The same of one that is read here; its content is in memory once.
   *
   * @param size of the whole blob in bytes
   */
  public byte[] decrypt(InputStream blob, int size) throws IOException {
    return KeyRing.of(List.of(this)).decrypt(blob, size);
  }

  /** Deciphers the blob's body in place; where no version fits, the body is as before. */
  boolean opens(EncryptedBlob blob) {
    return versions.stream().anyMatch(version -> version.opens(blob));
  }

  /**
   * The blob of this content, {@link EncryptedBlob#HEADER_BYTES} longer, made while it is read; the
   * same content gives the same blob.
   */
  public InputStream encrypt(byte[] content) {
    return versions.getFirst().encrypt(content);
  }

  @Override
  public String toString() {
    return "git-crypt key, version "
        + versions().stream().map(String::valueOf).collect(Collectors.joining(", "));
  }
}
