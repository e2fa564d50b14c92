package skep.secrets.gitcrypt;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One version of a key: AES-256 in counter mode (nonce, then a 32-bit big-endian block counter from
 * 0), the nonce being the first 12 bytes of HMAC-SHA1 over the whole plain text. The nonce is thus
 * also what tells a wrong key or a changed byte.
 */
final class KeyVersion {
  static final int AES_BYTES = 32;
  static final int HMAC_BYTES = 64;
  private static final int BLOCK_BYTES = 16;

  private final int number;
  private final SecretKeySpec aes;
  private final SecretKeySpec hmac;

  KeyVersion(int number, byte[] aes, byte[] hmac) {
    this.number = number;
    this.aes = new SecretKeySpec(aes, "AES");
    this.hmac = new SecretKeySpec(hmac, "HmacSHA1");
  }

  int number() {
    return number;
  }

  /** Empty where the key does not fit. */
  Optional<byte[]> decrypt(EncryptedBlob blob) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      byte[] counter = Arrays.copyOf(blob.nonce(), BLOCK_BYTES);
      cipher.init(Cipher.DECRYPT_MODE, aes, new IvParameterSpec(counter));
      byte[] plain =
          cipher.doFinal(blob.bytes(), blob.offset(), blob.bytes().length - blob.offset());
      return MessageDigest.isEqual(nonce(plain), blob.nonce())
          ? Optional.of(plain)
          : Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES or HMAC-SHA1", e);
    }
  }

  private byte[] nonce(byte[] plain) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(hmac);
    return Arrays.copyOf(mac.doFinal(plain), EncryptedBlob.NONCE_BYTES);
  }
}
