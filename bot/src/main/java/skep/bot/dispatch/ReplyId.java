package skep.bot.dispatch;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The id of the bot's reply to a message, made from that message's id alone: a bot that starts
 * later knows which message to edit, and posting the reply twice makes one message.
 */
public final class ReplyId {
  private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";

  private ReplyId() {}

  /**
   * @param purpose tells several replies to one message apart
   * @return 17 letters and digits, as Rocket.Chat makes them
   */
  public static String to(String message, String purpose) {
    byte[] hash = sha256(purpose + " " + message);
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < 17; i++) {
      id.append(LETTERS.charAt((hash[i] & 0xFF) % LETTERS.length()));
    }
    return id.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
