package skep.deploy.verify;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What one look at a service says. */
sealed interface Reading {
  Progress progress();

  /** How often the place that failed most has failed. */
  int failures();

  /** Not there yet. */
  record Waiting(Progress progress, Optional<FailedTask> lastFailure, int failures)
      implements Reading {}

  /**
   * Every place has what it should, and tasks besides that nobody will end: the engine forgets
   * those that take the place of a failed one while it rolls a service on (seen with {@code
   * start-first} on 20.10). It ends them where the service is written once more.
   */
  record Crowded(Progress progress, int failures) implements Reading {}

  /**
   * One slot failed again and again, and is started once more.
   *
   * @param failures of the worst slot
   */
  record Looping(Progress progress, FailedTask task, int failures) implements Reading {}

  /**
   * As wanted, for now.
   *
   * @param tasks which tasks that rests on
   * @param longestLife for how long the longest-lived of the tasks that failed before had run: what
   *     did not last longer than that proves nothing
   */
  record Steady(
      Progress progress, Set<String> tasks, boolean finished, int failures, Duration longestLife)
      implements Reading {
    public Steady {
      tasks = Set.copyOf(tasks);
    }
  }

  /** It will not get better by waiting. */
  record Over(Progress progress, Settlement settlement, int failures) implements Reading {}
}
