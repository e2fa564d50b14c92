package skep.runbooks.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The time an endpoint wants to be left alone for. A clock that is set back never makes it longer.
 */
final class Rest {
  /** A server that is wrong about it must not keep everybody away for a day. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  private final InstantSource clock;
  private Instant until = Instant.EPOCH;

  Rest(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void take(Duration rest) {
    until = clock.instant().plus(rest.compareTo(LONGEST) > 0 ? LONGEST : rest);
  }

  synchronized Optional<Duration> left() {
    Duration left = Duration.between(clock.instant(), until);
    if (left.compareTo(LONGEST) > 0) {
      until = Instant.EPOCH;
      return Optional.empty();
    }
    return left.isPositive() ? Optional.of(left) : Optional.empty();
  }
}
