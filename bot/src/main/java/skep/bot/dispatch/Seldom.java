package skep.bot.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/** Something that is done at most once in a while for each matter. */
final class Seldom {
  private static final int REMEMBERED = 1000;

  private final InstantSource clock;
  private final Duration pause;
  private final SequencedMap<String, Instant> last = new LinkedHashMap<>();

  Seldom(InstantSource clock, Duration pause) {
    this.clock = clock;
    this.pause = pause;
  }

  /** Whether the pause since it was last due is over; it counts as done then. */
  synchronized boolean isDue(String matter) {
    Instant now = clock.instant();
    Instant before = last.get(matter);
    if (before != null && now.isBefore(before.plus(pause))) {
      return false;
    }
    last.putLast(matter, now);
    if (last.size() > REMEMBERED) {
      Map.Entry<String, Instant> oldest = last.firstEntry();
      last.remove(oldest.getKey());
    }
    return true;
  }
}
