package skep.bot.local.chat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How often one connection may call one method or make one kind of subscription: Rocket.Chat's
 * settings {@code DDP_Rate_Limit_Connection_By_Method_*} as they come.
 */
final class RealtimeLimits {
  private static final int CALLS = 10;
  private static final Duration TIME = Duration.ofSeconds(10);
  private static final int STREAM_CALLS = 40;
  private static final Duration STREAM_TIME = Duration.ofSeconds(40);

  private final LongSupplier nanos;
  private final Map<String, Deque<Long>> calls = new HashMap<>();

  RealtimeLimits(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** Counts one; how long to wait where it is one too many. */
  synchronized Optional<Duration> excess(String name) {
    boolean stream = name.startsWith("stream-");
    long time = (stream ? STREAM_TIME : TIME).toNanos();
    long now = nanos.getAsLong();
    Deque<Long> seen = calls.computeIfAbsent(name, _ -> new ArrayDeque<>());
    while (!seen.isEmpty() && now - seen.getFirst() >= time) {
      seen.removeFirst();
    }
    if (seen.size() >= (stream ? STREAM_CALLS : CALLS)) {
      return Optional.of(Duration.ofNanos(seen.getFirst() + time - now));
    }
    seen.addLast(now);
    return Optional.empty();
  }
}
