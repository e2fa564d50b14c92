package skep.secrets.gitcrypt;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A symmetric git-crypt key: one or more versions, the newest first. Its file is {@code
 * \0GITCRYPTKEY}, a format number (2), header fields, then fields for each version; numbers are 32
 * bits, big-endian, and a field is id, length, data, ended by id 0.
 */
public final class GitCryptKey {
  private static final byte[] MAGIC = "\0GITCRYPTKEY".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 2;
  private static final int MAX_FIELD = 1 << 16;
  private static final int END = 0;
  private static final int HEADER_NAME = 1;
  private static final int VERSION = 1;
  private static final int AES_KEY = 3;
  private static final int HMAC_KEY = 5;

  private final Optional<String> name;
  private final List<KeyVersion> versions;

  private GitCryptKey(Optional<String> name, List<KeyVersion> versions) {
    this.name = name;
    this.versions = List.copyOf(versions);
  }

  /**
   * Reads what {@code git-crypt export-key} wrote.
   *
   * @throws GitCryptException where the bytes are something else
   */
  public static GitCryptKey parse(byte[] file) {
    if (file.length < MAGIC.length
        || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new GitCryptException(
          "not a git-crypt key file; make one with: git-crypt export-key FILE");
    }
    ByteBuffer in = ByteBuffer.wrap(file, MAGIC.length, file.length - MAGIC.length);
    try {
      return parse(in);
    } catch (BufferUnderflowException e) {
      throw new GitCryptException("the git-crypt key file ends too early");
    }
  }

  private static GitCryptKey parse(ByteBuffer in) {
    int format = in.getInt();
    if (format != FORMAT) {
      throw new GitCryptException("git-crypt key file format " + format + " is not known");
    }
    Optional<String> name = Optional.empty();
    for (Field field = Field.next(in); field.id() != END; field = Field.next(in)) {
      if (field.id() == HEADER_NAME) {
        name = Optional.of(new String(field.data(), StandardCharsets.UTF_8));
      } else {
        field.refuseIfCritical();
      }
    }
    List<KeyVersion> versions = new ArrayList<>();
    while (in.hasRemaining()) {
      versions.add(version(in));
    }
    if (versions.isEmpty()) {
      throw new GitCryptException("the git-crypt key file holds no key");
    }
    return new GitCryptKey(name, versions);
  }

  private static KeyVersion version(ByteBuffer in) {
    int number = 0;
    byte[] aes = {};
    byte[] hmac = {};
    for (Field field = Field.next(in); field.id() != END; field = Field.next(in)) {
      switch (field.id()) {
        case VERSION -> number = ByteBuffer.wrap(field.sized(4)).getInt();
        case AES_KEY -> aes = field.sized(KeyVersion.AES_BYTES);
        case HMAC_KEY -> hmac = field.sized(KeyVersion.HMAC_BYTES);
        default -> field.refuseIfCritical();
      }
    }
    if (aes.length == 0 || hmac.length == 0) {
      throw new GitCryptException("version " + number + " of the git-crypt key is incomplete");
    }
    return new KeyVersion(number, aes, hmac);
  }

  /** Empty for the default key. */
  public Optional<String> name() {
    return name;
  }

  /**
   * The content of an encrypted blob. The blob names no key version, so each is tried.
   *
   * @throws GitCryptException where no version fits, or the blob was changed
   */
  public byte[] decrypt(byte[] blob) {
    EncryptedBlob encrypted = EncryptedBlob.parse(blob);
    for (KeyVersion version : versions) {
      Optional<byte[]> plain = version.decrypt(encrypted);
      if (plain.isPresent()) {
        return plain.get();
      }
    }
    throw new GitCryptException("the key does not open it (another key, or a changed byte)");
  }

  @Override
  public String toString() {
    return "git-crypt key, %d version(s)".formatted(versions.size());
  }

  /** One field of a key file. An odd id means: whoever does not know it must not go on. */
  private record Field(int id, byte[] data) {
    static Field next(ByteBuffer in) {
      int id = in.getInt();
      if (id == END) {
        return new Field(END, new byte[0]);
      }
      int length = in.getInt();
      if (length < 0 || length > MAX_FIELD) {
        throw new GitCryptException("a field of the git-crypt key file is impossibly long");
      }
      byte[] data = new byte[Math.min(length, in.remaining())];
      in.get(data);
      if (data.length < length) {
        throw new BufferUnderflowException();
      }
      return new Field(id, data);
    }

    byte[] sized(int size) {
      if (data.length != size) {
        throw new GitCryptException("a field of the git-crypt key file has the wrong length");
      }
      return data;
    }

    void refuseIfCritical() {
      if ((id & 1) == 1) {
        throw new GitCryptException(
            "the git-crypt key file has a field (%d) this version does not know".formatted(id));
      }
    }
  }
}
