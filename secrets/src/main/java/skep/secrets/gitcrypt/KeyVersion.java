package skep.secrets.gitcrypt;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One version of a key: AES-256 in counter mode (nonce, then a 32-bit big-endian block counter from
 * 0), the nonce being the first 12 bytes of HMAC-SHA1 over the whole plain text. The same text thus
 * gives the same blob, and the nonce tells a wrong key or a changed byte.
 *
 * @param number versions count from 0
 */
record KeyVersion(int number, SecretKeySpec aes, SecretKeySpec hmac) {
  static final int AES_BYTES = 32;
  static final int HMAC_BYTES = 64;
  private static final int BLOCK_BYTES = 16;

  /**
   * So much at a time: the JDK copies what is ciphered in place, and compiles what is often called.
   */
  private static final int CHUNK = 1 << 12;

  KeyVersion {
    if (number < 0) {
      throw new GitCryptException("the git-crypt key file has an impossible version number");
    }
  }

  static KeyVersion of(int number, byte[] aes, byte[] hmac) {
    return new KeyVersion(
        number, new SecretKeySpec(aes, "AES"), new SecretKeySpec(hmac, "HmacSHA1"));
  }

  static KeyVersion random(int number, SecureRandom random) {
    byte[] aes = new byte[AES_BYTES];
    byte[] hmac = new byte[HMAC_BYTES];
    random.nextBytes(aes);
    random.nextBytes(hmac);
    return of(number, aes, hmac);
  }

  /** Deciphers the blob's body in place; where the key does not fit, the body is as before. */
  boolean opens(EncryptedBlob blob) {
    crypt(blob.nonce(), blob.body());
    if (MessageDigest.isEqual(nonce(blob.body()), blob.nonce())) {
      return true;
    }
    crypt(blob.nonce(), blob.body());
    return false;
  }

  /** The whole blob, ciphered while it is read. */
  InputStream encrypt(byte[] plain) {
    byte[] nonce = nonce(plain);
    return new SequenceInputStream(
        new ByteArrayInputStream(EncryptedBlob.header(nonce)),
        new CipherInputStream(new ByteArrayInputStream(plain), cipher(nonce)));
  }

  /** Counter mode does the same both ways. */
  private void crypt(byte[] nonce, byte[] text) {
    Cipher cipher = cipher(nonce);
    try {
      for (int at = 0; at < text.length; at += CHUNK) {
        cipher.update(text, at, Math.min(CHUNK, text.length - at), text, at);
      }
    } catch (ShortBufferException e) {
      throw new IllegalStateException("counter mode gives as many bytes as it takes", e);
    }
  }

  private Cipher cipher(byte[] nonce) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, aes, new IvParameterSpec(Arrays.copyOf(nonce, BLOCK_BYTES)));
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES", e);
    }
  }

  private byte[] nonce(byte[] plain) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(hmac);
      return Arrays.copyOf(mac.doFinal(plain), EncryptedBlob.NONCE_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA1", e);
    }
  }

  @Override
  public String toString() {
    return "version " + number;
  }
}
