package skep.deploy.r2;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a bucket is waited for, and how often it is asked again.
 *
 * @param connect until there is a connection
 * @param silence between two bytes of an answer
 * @param call for one operation with all its attempts
 * @param attempts of one operation, the first included; the JDK may send a read once more each
 *     time, where a connection ends before a byte of the answer
 * @param region where the server asks for a certain one; empty for {@code auto}, as R2 wants it
 */
public record S3Limits(
    Duration connect, Duration silence, Duration call, int attempts, Optional<String> region) {
  public static final S3Limits DEFAULT =
      new S3Limits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          4,
          Optional.empty());

  public S3Limits {
    if (attempts < 1 || attempts > 10) {
      throw new IllegalArgumentException("between 1 and 10 attempts, not " + attempts);
    }
  }
}
