package skep.bot.rocketchat;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Growing pauses with chance in them, so that many clients do not come back at once. */
final class Backoff {
  private final Duration first;
  private final Duration last;
  private Duration next;

  Backoff(Duration first, Duration last) {
    this.first = first;
    this.last = last;
    this.next = first;
  }

  Duration next() {
    Duration pause = next;
    Duration doubled = next.multipliedBy(2);
    next = doubled.compareTo(last) > 0 ? last : doubled;
    return Duration.ofMillis(
        Math.max(1, (long) (pause.toMillis() * ThreadLocalRandom.current().nextDouble(0.5, 1.0))));
  }

  void reset() {
    next = first;
  }
}
