package skep.secrets.gitcrypt;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A key's file: {@code \0GITCRYPTKEY}, a format number (2), header fields, then fields for each
 * version, the newest first. Numbers are 32 bits, big-endian; a field is id, length and data; id 0
 * ends a group. Whoever does not know a field of odd id must not go on.
 */
final class KeyFile {
  private static final byte[] MAGIC = "\0GITCRYPTKEY".getBytes(StandardCharsets.US_ASCII);
  private static final int FORMAT = 2;
  private static final int MAX_FIELD = 1 << 20;
  private static final int LEGACY_BYTES = KeyVersion.AES_BYTES + KeyVersion.HMAC_BYTES;
  private static final int END = 0;
  private static final int HEADER_NAME = 1;
  private static final int VERSION = 1;
  private static final int AES_KEY = 3;
  private static final int HMAC_KEY = 5;

  private KeyFile() {}

  static GitCryptKey parse(byte[] file) {
    if (file.length < MAGIC.length
        || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new GitCryptException(
          file.length == LEGACY_BYTES
              ? "perhaps a key of git-crypt before 0.4; convert it: git-crypt migrate-key OLD NEW"
              : "not a git-crypt key file; make one with: git-crypt export-key FILE");
    }
    try {
      return parse(ByteBuffer.wrap(file, MAGIC.length, file.length - MAGIC.length));
    } catch (BufferUnderflowException e) {
      throw new GitCryptException("the git-crypt key file ends too early");
    }
  }

  private static GitCryptKey parse(ByteBuffer in) {
    int format = in.getInt();
    if (format != FORMAT) {
      throw new GitCryptException("git-crypt key file format " + format + " is not known");
    }
    KeyName name = KeyName.DEFAULT;
    for (Field field = Field.next(in); field.id() != END; field = Field.next(in)) {
      if (field.id() == HEADER_NAME) {
        name = KeyName.ofHeader(new String(field.data(), StandardCharsets.UTF_8));
      } else {
        field.refuseIfCritical();
      }
    }
    List<KeyVersion> versions = new ArrayList<>();
    while (in.hasRemaining()) {
      versions.add(version(in));
    }
    return new GitCryptKey(name, versions);
  }

  private static KeyVersion version(ByteBuffer in) {
    int number = 0;
    byte[] aes = {};
    byte[] hmac = {};
    for (Field field = Field.next(in); field.id() != END; field = Field.next(in)) {
      switch (field.id()) {
        case VERSION -> number = ByteBuffer.wrap(field.sized(Integer.BYTES)).getInt();
        case AES_KEY -> aes = field.sized(KeyVersion.AES_BYTES);
        case HMAC_KEY -> hmac = field.sized(KeyVersion.HMAC_BYTES);
        default -> field.refuseIfCritical();
      }
    }
    if (aes.length == 0 || hmac.length == 0) {
      throw new GitCryptException(
          "version %d of the git-crypt key is incomplete".formatted(number));
    }
    return KeyVersion.of(number, aes, hmac);
  }

  static byte[] write(KeyName name, List<KeyVersion> versions) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.writeBytes(number(FORMAT));
    if (!name.isDefault()) {
      field(out, HEADER_NAME, name.folder().getBytes(StandardCharsets.US_ASCII));
    }
    out.writeBytes(number(END));
    for (KeyVersion version : versions) {
      field(out, VERSION, number(version.number()));
      field(out, AES_KEY, version.aes().getEncoded());
      field(out, HMAC_KEY, version.hmac().getEncoded());
      out.writeBytes(number(END));
    }
    return out.toByteArray();
  }

  private static void field(ByteArrayOutputStream out, int id, byte[] data) {
    out.writeBytes(number(id));
    out.writeBytes(number(data.length));
    out.writeBytes(data);
  }

  private static byte[] number(int number) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
  }

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
      if (length > in.remaining()) {
        throw new BufferUnderflowException();
      }
      byte[] data = new byte[length];
      in.get(data);
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
