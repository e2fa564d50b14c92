package skep.bot.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import skep.secrets.redaction.SecretValue;

/**
 * Proves that a request comes from the App: {@code sha256=} and the HMAC-SHA-256, in hex, of the
 * time in seconds, a dot and the body, under the shared secret. An old one is refused; within that
 * time the request's own id keeps it from counting twice.
 */
final class Signature {
  /** How far the two clocks may be apart. */
  static final Duration WINDOW = Duration.ofMinutes(2);

  private static final String PREFIX = "sha256=";

  private final SecretValue secret;
  private final InstantSource clock;

  Signature(SecretValue secret, InstantSource clock) {
    this.secret = secret;
    this.clock = clock;
  }

  /** Why not; empty where it is right. */
  Optional<String> fault(String time, String signature, byte[] body) {
    if (!MessageDigest.isEqual(of(time, body).getBytes(UTF_8), signature.getBytes(UTF_8))) {
      return Optional.of("the signature is wrong: the App and the bot need the same secret");
    }
    if (!time.matches("\\d{1,12}")) {
      return Optional.of("the time is none");
    }
    Duration apart =
        Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), clock.instant()).abs();
    return apart.compareTo(WINDOW) > 0
        ? Optional.of(
            "the request is %d s old: an old one sent again, or the clocks are apart"
                .formatted(apart.toSeconds()))
        : Optional.empty();
  }

  String of(String time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.reveal(), "HmacSHA256"));
      mac.update((time + ".").getBytes(UTF_8));
      return PREFIX + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
