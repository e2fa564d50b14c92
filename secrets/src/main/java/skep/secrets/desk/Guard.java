package skep.secrets.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** Turns away who asks too often, and for a while who was turned away too often. */
final class Guard {
  /** What is counted, each on its own. */
  enum Kind {
    /** Any request of one address. */
    REQUEST(120, Duration.ofSeconds(10)),
    /** A value one person looked at. */
    REVEAL(30, Duration.ofMinutes(1)),
    /** A wrong link, sign-in or token from one address: guessing. */
    MISS(10, Duration.ofMinutes(15));

    private final int most;
    private final Duration within;

    Kind(int most, Duration within) {
      this.most = most;
      this.within = within;
    }
  }

  /** So many different addresses at a time; beyond that the quietest are forgotten. */
  private static final int MOST = 10_000;

  private final InstantSource clock;
  private final Map<String, Deque<Instant>> counted = new HashMap<>();

  Guard(InstantSource clock) {
    this.clock = clock;
  }

  /** Counts one more; false where it is one too many, and then it does not count. */
  synchronized boolean passes(Kind kind, String who) {
    Deque<Instant> times = recent(kind, who);
    if (times.size() >= kind.most) {
      return false;
    }
    times.addLast(clock.instant());
    return true;
  }

  /** Whether this address has missed too often. */
  synchronized boolean isLockedOut(String address) {
    return recent(Kind.MISS, address).size() >= Kind.MISS.most;
  }

  private Deque<Instant> recent(Kind kind, String who) {
    Instant now = clock.instant();
    if (counted.size() >= MOST) {
      counted
          .values()
          .removeIf(
              times -> times.isEmpty() || times.getLast().isBefore(now.minus(Kind.REQUEST.within)));
    }
    Deque<Instant> times = counted.computeIfAbsent(kind + " " + who, _ -> new ArrayDeque<>());
    while (!times.isEmpty() && !times.getFirst().isAfter(now.minus(kind.within))) {
      times.removeFirst();
    }
    return times;
  }
}
