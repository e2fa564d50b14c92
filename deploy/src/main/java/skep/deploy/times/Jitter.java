package skep.deploy.times;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/** Lets the nodes of a source begin at different moments, each always at the same. */
public final class Jitter {
  private Jitter() {}

  /**
   * The same for the same names, in every bot; spread evenly over all nodes.
   *
   * @param node host name
   * @return from 0 to less than {@code max}, in milliseconds; 0 where {@code max} is 0
   */
  public static Duration of(String source, String node, Duration max) {
    return max.toMillis() <= 0
        ? Duration.ZERO
        : Duration.ofMillis(
            hash(source + "\n" + node).mod(BigInteger.valueOf(max.toMillis())).longValueExact());
  }

  private static BigInteger hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
