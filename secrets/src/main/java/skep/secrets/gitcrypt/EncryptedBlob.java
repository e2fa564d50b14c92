package skep.secrets.gitcrypt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An encrypted file as git stores it: {@code \0GITCRYPT\0}, a 12-byte nonce, the ciphertext. */
public record EncryptedBlob(byte[] nonce, byte[] bytes, int offset) {
  /** So much of a blob tells whether it is encrypted. */
  public static final int MAGIC_BYTES = 10;

  static final int NONCE_BYTES = 12;
  private static final byte[] MAGIC = "\0GITCRYPT\0".getBytes(StandardCharsets.US_ASCII);

  /** Whether a blob starts as git-crypt's do. */
  public static boolean isEncrypted(byte[] blob) {
    return blob.length >= MAGIC.length
        && Arrays.equals(blob, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  static EncryptedBlob parse(byte[] blob) {
    if (!isEncrypted(blob)) {
      throw new GitCryptException("it is not encrypted with git-crypt");
    }
    int offset = MAGIC.length + NONCE_BYTES;
    if (blob.length < offset) {
      throw new GitCryptException("it is cut off within git-crypt's header");
    }
    return new EncryptedBlob(Arrays.copyOfRange(blob, MAGIC.length, offset), blob, offset);
  }
}
