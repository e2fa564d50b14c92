package skep.deploy.verify;

import java.util.Optional;
import java.util.Set;

/** What is remembered of one service between two looks. Times are {@link System#nanoTime}. */
final class Watch {
  /** Crash loops that may heal (others still start) are given up after so many failures. */
  private static final int HOPELESS = 10;

  private final Target target;
  private final long window;
  private final long deadline;
  private Reading last =
      new Reading.Waiting(new Progress(0, 0, "not looked at yet"), Optional.empty());
  private Set<String> steadyTasks = Set.of();
  private Optional<Long> steadySince = Optional.empty();
  private long lastSeen;
  private Optional<Integer> failuresOnceAlone = Optional.empty();
  private Optional<Settlement> settlement = Optional.empty();

  Watch(Target target, Timing timing, long now) {
    this.target = target;
    this.window = timing.window(target.spec()).toNanos();
    this.deadline = now + timing.deadline(target.spec()).toNanos();
  }

  Target target() {
    return target;
  }

  Reading last() {
    return last;
  }

  Optional<Settlement> settlement() {
    return settlement;
  }

  boolean isQuiet() {
    return settlement.isPresent() || !(last instanceof Reading.Waiting);
  }

  /**
   * @return whether the progress is another than before
   */
  boolean saw(Reading reading, long now) {
    boolean changed = !reading.progress().equals(last.progress());
    last = reading;
    lastSeen = now;
    switch (reading) {
      case Reading.Steady steady -> steady(steady, now);
      case Reading.Waiting _, Reading.Looping _ -> steadySince = Optional.empty();
      case Reading.Over(_, var end) -> settlement = Optional.of(end);
    }
    return changed;
  }

  private void steady(Reading.Steady steady, long now) {
    if (!steady.tasks().equals(steadyTasks) || steadySince.isEmpty()) {
      steadyTasks = steady.tasks();
      steadySince = Optional.of(now);
    }
    failuresOnceAlone = Optional.empty();
  }

  /** Whether it was seen as wanted, on the same tasks, for its whole window. */
  boolean isProven() {
    boolean stayed = steadySince.filter(since -> lastSeen - since >= window).isPresent();
    return last instanceof Reading.Steady steady
        && (stayed || (steady.finished() && !steady.tasks().isEmpty()));
  }

  /** A crash loop counts once nothing else is still starting that it might be waiting for. */
  void condemnWhere(boolean othersQuiet) {
    if (settlement.isEmpty() && last instanceof Reading.Looping(_, var task, int failures)) {
      if (othersQuiet && failuresOnceAlone.isEmpty()) {
        failuresOnceAlone = Optional.of(failures);
      }
      boolean alone = failuresOnceAlone.filter(then -> hadItsChance(then, failures)).isPresent();
      if (alone || failures >= HOPELESS) {
        settlement = Optional.of(new Settlement.Unhealthy(task, failures));
      }
    }
  }

  /** At the first look that shows a loop with nothing else starting, three failures are enough. */
  private static boolean hadItsChance(int then, int now) {
    return then == RestartRule.LOOP || now > then;
  }

  void timeOutAt(long now) {
    if (settlement.isEmpty() && now - deadline >= 0) {
      Optional<FailedTask> blamed =
          switch (last) {
            case Reading.Waiting(_, var failure) -> failure;
            case Reading.Looping(_, var task, _) -> Optional.of(task);
            case Reading.Steady _, Reading.Over _ -> Optional.empty();
          };
      settlement = Optional.of(new Settlement.TimedOut(last.progress(), blamed));
    }
  }

  Settlement end() {
    return settlement.orElseGet(() ->
        isProven()
            ? new Settlement.Converged(last.progress())
            : new Settlement.Undecided(last.progress()));
  }
}
