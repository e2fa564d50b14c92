package skep.secrets.gitcrypt;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An encrypted file as git stores it: {@code \0GITCRYPT\0}, a 12-byte nonce, the cipher text. */
public final class EncryptedBlob {
  /** So much of a blob tells whether it is encrypted. */
  public static final int MAGIC_BYTES = 10;

  static final int NONCE_BYTES = 12;

  /** By so much a file is longer encrypted than in clear. */
  public static final int HEADER_BYTES = MAGIC_BYTES + NONCE_BYTES;

  private static final byte[] MAGIC = "\0GITCRYPT\0".getBytes(StandardCharsets.US_ASCII);

  private final byte[] nonce;
  private final byte[] body;

  private EncryptedBlob(byte[] nonce, byte[] body) {
    this.nonce = nonce;
    this.body = body;
  }

  /** Whether a blob, or the beginning of one, starts as git-crypt's do. */
  public static boolean isEncrypted(byte[] blob) {
    return blob.length >= MAGIC.length
        && Arrays.equals(blob, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  /**
   * @param size of the whole blob
   */
  static EncryptedBlob read(InputStream blob, int size) throws IOException {
    byte[] header = blob.readNBytes(Math.min(size, HEADER_BYTES));
    if (!isEncrypted(header)) {
      throw new GitCryptException("it is not encrypted with git-crypt");
    }
    if (header.length < HEADER_BYTES) {
      throw new GitCryptException("it is cut off within git-crypt's header");
    }
    byte[] body = new byte[size - HEADER_BYTES];
    if (blob.readNBytes(body, 0, body.length) < body.length) {
      throw new EOFException("the blob ends before its size");
    }
    return new EncryptedBlob(Arrays.copyOfRange(header, MAGIC_BYTES, HEADER_BYTES), body);
  }

  static byte[] header(byte[] nonce) {
    byte[] header = Arrays.copyOf(MAGIC, HEADER_BYTES);
    System.arraycopy(nonce, 0, header, MAGIC_BYTES, NONCE_BYTES);
    return header;
  }

  byte[] nonce() {
    return nonce;
  }

  /** The cipher text itself, not a copy: it is deciphered where it lies. */
  byte[] body() {
    return body;
  }
}
