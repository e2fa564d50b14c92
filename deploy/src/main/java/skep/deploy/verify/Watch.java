package skep.deploy.verify;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmTask;

/** What is remembered of one service between two looks. Times are {@link System#nanoTime}. */
final class Watch {
  /**
   * Crash loops that may heal (others still start) are given up after so many failures: with the
   * engine's five seconds between two attempts, a few minutes.
   */
  static final int HOPELESS = 20;

  private final Target target;
  private final Timing timing;
  private final long window;
  private long end;
  private long deadline;
  private long postponed;
  private final TaskMemory memory = new TaskMemory();
  private Reading last =
      new Reading.Waiting(new Progress(0, 0, "not looked at yet"), Optional.empty(), 0);
  private Set<String> steadyTasks = Set.of();
  private Optional<Long> steadySince = Optional.empty();
  private long lastSeen;
  private Optional<Long> crowdedSince = Optional.empty();
  private OptionalInt failuresOnceAlone = OptionalInt.empty();
  private Optional<Settlement> settlement = Optional.empty();

  Watch(Target target, Timing timing, long now) {
    this.target = target;
    this.timing = timing;
    this.window = timing.window(target.spec()).toNanos();
    resume(now);
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

  /** Looking begins, or goes on after a while: what broke meanwhile gets the time to come back. */
  final void resume(long now) {
    deadline = now + timing.deadline(target.spec()).toNanos();
    end = now + timing.longest().toNanos();
  }

  /** Adds time nobody could look in, in all no more than a service may take at the most. */
  void postpone(long time) {
    long added = Math.min(time, timing.longest().toNanos() - postponed);
    postponed += added;
    deadline += added;
    end += added;
  }

  /**
   * @return whether the progress is another than before
   */
  boolean look(
      Optional<SwarmService> service, List<SwarmTask> tasks, List<SwarmNode> nodes, long now) {
    return saw(ServiceReading.of(target, service, memory.look(tasks, now), nodes), now);
  }

  /**
   * @return whether the progress is another than before
   */
  boolean saw(Reading reading, long now) {
    boolean changed = !reading.progress().equals(last.progress());
    last = reading;
    lastSeen = now;
    crowdedSince =
        reading instanceof Reading.Crowded
            ? crowdedSince.or(() -> Optional.of(now))
            : Optional.empty();
    switch (reading) {
      case Reading.Steady steady -> steady(steady, now);
      case Reading.Waiting _, Reading.Looping _, Reading.Crowded _ ->
          steadySince = Optional.empty();
      case Reading.Over(_, var end, _) -> settlement = Optional.of(end);
    }
    return changed;
  }

  private void steady(Reading.Steady steady, long now) {
    if (!steady.tasks().equals(steadyTasks) || steadySince.isEmpty()) {
      steadyTasks = steady.tasks();
      steadySince = Optional.of(now);
    }
  }

  /** Whether it was seen as wanted, on the same tasks, for long enough. */
  boolean isProven() {
    return last instanceof Reading.Steady steady
        && ((steady.finished() && !steady.tasks().isEmpty())
            || steadySince.filter(since -> lastSeen - since >= needed(steady)).isPresent());
  }

  /**
   * Whether it had more tasks than it should for so long that the engine has forgotten them; true
   * once each time that has passed.
   */
  boolean isForgotten(long now) {
    boolean forgotten =
        crowdedSince.filter(since -> now - since >= timing.shortestWindow().toNanos()).isPresent();
    if (forgotten) {
      crowdedSince = Optional.of(now);
    }
    return forgotten;
  }

  /** A loop whose tasks live longer than the window would pass it time and again. */
  private long needed(Reading.Steady steady) {
    return Math.max(window, Timing.longerThan(steady.longestLife()).toNanos());
  }

  /**
   * A crash loop counts once nothing else is still starting that it might be waiting for, and one
   * more attempt has failed since then.
   */
  void condemnWhere(boolean othersQuiet) {
    if (!othersQuiet) {
      failuresOnceAlone = OptionalInt.empty();
    } else if (failuresOnceAlone.isEmpty()) {
      failuresOnceAlone = OptionalInt.of(last.failures());
    }
    if (settlement.isEmpty() && last instanceof Reading.Looping(_, var task, int failures)) {
      boolean hadItsChance =
          failuresOnceAlone.isPresent() && failures > failuresOnceAlone.getAsInt();
      if (hadItsChance || failures >= HOPELESS) {
        settlement = Optional.of(new Settlement.Unhealthy(task, failures));
      }
    }
  }

  /** One that runs as wanted is given the time to prove it, within what is bearable at all. */
  void timeOutAt(long now) {
    boolean over = now - (last instanceof Reading.Steady ? end : deadline) >= 0;
    if (settlement.isEmpty() && over) {
      Optional<FailedTask> blamed =
          switch (last) {
            case Reading.Waiting(_, var failure, _) -> failure;
            case Reading.Crowded _ -> Optional.empty();
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
