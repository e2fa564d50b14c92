package skep.deploy.simulated;

import java.math.BigInteger;
import java.util.concurrent.ThreadLocalRandom;

/** Identifiers that look like the engine's: 25 characters of base 36. */
final class Ids {
  private Ids() {}

  static String next() {
    var bytes = new byte[17];
    ThreadLocalRandom.current().nextBytes(bytes);
    var text = new BigInteger(1, bytes).toString(36);
    return ("0".repeat(25) + text).substring(text.length());
  }
}
