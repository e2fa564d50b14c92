package skep.deploy.release;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of records. The Swarm takes at most 64 characters of letters, digits, {@code .}, {@code _}
 * and {@code -}; what is longer or holds others is shortened to a readable start and a hash. The
 * full text always stands in a label.
 */
public final class RecordNames {
  private static final int MAX = 64;
  private static final int KEPT = 20;
  private static final int NUMBER_DIGITS = 8;

  private RecordNames() {}

  static String release(String stack, int number) {
    String prefix = "skep-release-";
    return prefix + fitting(stack, MAX - prefix.length() - 1 - NUMBER_DIGITS) + "-" + number;
  }

  static String lock(String stack) {
    String prefix = "skep-lock-";
    return prefix + fitting(stack, MAX - prefix.length());
  }

  static String claim(String messageId) {
    return "skep-claim-" + hash(messageId, 32);
  }

  private static String fitting(String text, int room) {
    if (text.length() <= room && text.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      return text;
    }
    String start = text.replaceAll("[^A-Za-z0-9_-]", "").replaceAll("^[_-]+", "");
    return start.substring(0, Math.min(KEPT, start.length())) + "." + hash(text, 16);
  }

  /** So many hexadecimal digits that stand for a text. */
  public static String hash(String text, int digits) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, digits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
