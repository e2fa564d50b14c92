package skep.deploy.verify;

import java.util.Optional;
import java.util.Set;

/** What one look at a service says. */
sealed interface Reading {
  Progress progress();

  /** Not there yet. */
  record Waiting(Progress progress, Optional<FailedTask> lastFailure) implements Reading {}

  /**
   * One slot failed again and again, and is started once more.
   *
   * @param failures of the worst slot
   */
  record Looping(Progress progress, FailedTask task, int failures) implements Reading {}

  /** As wanted, for now. {@code tasks}: which tasks that rests on. */
  record Steady(Progress progress, Set<String> tasks, boolean finished) implements Reading {
    public Steady {
      tasks = Set.copyOf(tasks);
    }
  }

  /** It will not get better by waiting. */
  record Over(Progress progress, Settlement settlement) implements Reading {}
}
