package skep.deploy.bucket;

import java.time.Duration;
import java.util.Map;

/** What goes wrong with one request. */
public sealed interface Fault {
  /**
   * The request is taken in, not done, and answered so.
   *
   * @param code S3's word for it
   */
  record Answer(int status, String code, Map<String, String> headers) implements Fault {}

  /** Both bodies trickle. */
  record Slow(int bytesPerSecond) implements Fault {}

  /** The connection is reset once so many bytes of both bodies have passed; 0 for at once. */
  record Reset(long afterBytes) implements Fault {}

  /** The connection is closed in good order after so many bytes of the answer's body. */
  record Truncate(long afterBytes) implements Fault {}

  /** One bit of the answer's body is another. */
  record Corrupt(long atByte) implements Fault {}

  /** It is done, and the client never hears of it: the connection is reset instead. */
  record LoseAnswer() implements Fault {}

  static Fault broken() {
    return new Answer(500, "InternalError", Map.of());
  }

  static Fault unavailable() {
    return new Answer(503, "ServiceUnavailable", Map.of());
  }

  static Fault tooManyRequests(Duration retryAfter) {
    return new Answer(
        429, "TooManyRequests", Map.of("Retry-After", Long.toString(retryAfter.toSeconds())));
  }

  /** A key that was revoked, as R2 puts it. */
  static Fault revoked() {
    return new Answer(401, "Unauthorized", Map.of());
  }

  /** A key that may not do this; also S3's answer to a revoked one. */
  static Fault denied() {
    return new Answer(403, "AccessDenied", Map.of());
  }

  static Fault noBucket() {
    return new Answer(404, "NoSuchBucket", Map.of());
  }

  /** R2's bucket lock: documented as 403, seen as 409. */
  static Fault locked() {
    return new Answer(409, "ObjectLockedByBucketPolicy", Map.of());
  }
}
