package skep.deploy.verify;

import java.util.Optional;

/** How following one service ended. Only {@link Converged} is a success. */
public sealed interface Settlement {

  /** Every task wanted runs the wanted spec, and did so through the monitor window. */
  record Converged(Progress progress) implements Settlement {}

  /** Its tasks keep failing, or one failed that is not started again. */
  record Unhealthy(FailedTask task, int failures) implements Settlement {}

  /** The engine stopped the update half-way. */
  record Paused(String message, Optional<FailedTask> task) implements Settlement {}

  /** The engine went back by itself: what runs is not what was asked for. */
  record RolledBackBySwarm(String message, Optional<FailedTask> task) implements Settlement {}

  /** The time its spec allows is over. */
  record TimedOut(Progress progress, Optional<FailedTask> task) implements Settlement {}

  /** Somebody else changed or removed the service meanwhile. */
  record Disturbed(String what) implements Settlement {}

  /** Not watched to its end, because another service of the stack had failed. */
  record Undecided(Progress progress) implements Settlement {}

  default boolean isGood() {
    return this instanceof Converged;
  }

  /** The task to show, where one is to blame. */
  default Optional<FailedTask> blamed() {
    return switch (this) {
      case Converged _, Disturbed _, Undecided _ -> Optional.empty();
      case Unhealthy(var task, _) -> Optional.of(task);
      case Paused(_, var task) -> task;
      case RolledBackBySwarm(_, var task) -> task;
      case TimedOut(_, var task) -> task;
    };
  }

  /** For people, without the service's name: {@code is healthy: 3/3 running}. */
  default String words() {
    return switch (this) {
      case Converged(var progress) -> "is as wanted: " + progress.state();
      case Unhealthy(var task, int failures) ->
          "does not stay up: %d failed, the last %s".formatted(failures, task.words());
      case Paused(var message, var task) ->
          "was paused by the Swarm (%s)%s".formatted(message, last(task));
      case RolledBackBySwarm(var message, var task) ->
          "was rolled back by the Swarm itself (%s)%s".formatted(message, last(task));
      case TimedOut(var progress, var task) ->
          "did not get there in time: %s%s".formatted(progress.state(), last(task));
      case Disturbed(var what) -> what;
      case Undecided(var progress) -> "was under way: " + progress.state();
    };
  }

  private static String last(Optional<FailedTask> task) {
    return task.map(failed -> "; last failure: " + failed.words()).orElse("");
  }
}
