package skep.bot.rocketchat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * Message ids of our own making: 17 letters and digits, the form the server makes itself. Knowing
 * the id before sending is what makes sending twice harmless.
 */
public final class MessageIds {
  private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";
  private static final int LENGTH = 17;
  private static final SecureRandom RANDOM = new SecureRandom();

  private MessageIds() {}

  public static String random() {
    byte[] bytes = new byte[LENGTH];
    RANDOM.nextBytes(bytes);
    return spell(bytes);
  }

  /** Always the same id for the same origin: the reply to a message, the next part of a text. */
  public static String derived(String origin, String purpose) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return spell(sha.digest((origin + '\n' + purpose).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String spell(byte[] bytes) {
    StringBuilder id = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      id.append(ALPHABET.charAt(Byte.toUnsignedInt(bytes[i]) % ALPHABET.length()));
    }
    return id.toString();
  }
}
