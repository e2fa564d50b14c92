package skep.bot.local.chat;

import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * So many calls of one endpoint in so much time, counted as Rocket.Chat counts them: for each
 * route, method and address, and not for accounts with the role {@code bot}. Off until asked for.
 */
final class Limits {
  private final Clock clock;
  private final Map<String, Deque<Instant>> calls = new HashMap<>();
  private final AtomicInteger refused = new AtomicInteger();
  private Optional<Rule> rule = Optional.empty();

  private record Rule(int calls, Duration time) {}

  Limits(Clock clock) {
    this.clock = clock;
  }

  synchronized void set(int most, Duration time) {
    rule = Optional.of(new Rule(most, time));
  }

  int refused() {
    return refused.get();
  }

  /** Sets the headers; refuses where it is too much. */
  synchronized void count(Context ctx, Account by) {
    if (rule.isEmpty() || by.isBot()) {
      return;
    }
    Instant now = clock.instant();
    Instant begin = now.minus(rule.get().time());
    Deque<Instant> seen =
        calls.computeIfAbsent(
            ctx.method() + " " + ctx.path() + " " + ctx.ip(), _ -> new ArrayDeque<>());
    while (!seen.isEmpty() && !seen.getFirst().isAfter(begin)) {
      seen.removeFirst();
    }
    Instant reset = (seen.isEmpty() ? now : seen.getFirst()).plus(rule.get().time());
    int left = rule.get().calls() - seen.size() - 1;
    ctx.header("X-RateLimit-Limit", Integer.toString(rule.get().calls()))
        .header("X-RateLimit-Remaining", Integer.toString(Math.max(0, left)))
        .header("X-RateLimit-Reset", Long.toString(reset.toEpochMilli()));
    if (left < 0) {
      refused.incrementAndGet();
      long seconds = Math.max(1, Duration.between(now, reset).toSeconds());
      throw new ApiError(
          429,
          "error-too-many-requests",
          "Error, too many requests. Please slow down. You must wait %d seconds before trying this endpoint again."
              .formatted(seconds));
    }
    seen.addLast(now);
  }
}
