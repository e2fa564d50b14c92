package skep.deploy.verify;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmTask;

/** Whether a task is one of those asked for, up, or failed. */
final class TaskJudge {
  private static final Set<String> BAD = Set.of("failed", "rejected");

  private final Target target;
  private final Mode mode;
  private final RestartRule restart;
  private final Set<String> ours;

  TaskJudge(Target target, SwarmService service, Mode mode, List<SwarmTask> tasks) {
    this.target = target;
    this.mode = mode;
    this.restart = RestartRule.of(target.spec(), mode);
    this.ours =
        tasks.stream()
            .filter(task -> isAsked(task, service))
            .map(SwarmTask::id)
            .collect(Collectors.toSet());
  }

  /**
   * A job runs again at every update, also at one that leaves its tasks as they are: then only the
   * iteration tells the new run's tasks from those of the run before.
   */
  private boolean isAsked(SwarmTask task, SwarmService service) {
    if (mode.isJob()) {
      boolean told = task.jobIteration().isPresent() && service.jobIteration().isPresent();
      return told
          ? task.jobIteration().equals(service.jobIteration())
          : !target.past().contains(task.id()) && isOfSpec(task);
    }
    return isOfSpec(task);
  }

  private boolean isOfSpec(SwarmTask task) {
    return SameSpec.task(task.spec(), target.spec().path("TaskTemplate"));
  }

  RestartRule restart() {
    return restart;
  }

  boolean isOurs(SwarmTask task) {
    return ours.contains(task.id());
  }

  /** One asked for that ended although it should have stayed, after the change. */
  boolean isFailure(SwarmTask task) {
    return isOurs(task) && hasFailed(task);
  }

  /** Ours or of the spec before, as long as it ended after the change. */
  boolean hasFailed(SwarmTask task) {
    boolean ended = isBroken(task) || (task.state().equals("complete") && !restart.endsWell());
    return ended && !target.past().contains(task.id());
  }

  static boolean isBroken(SwarmTask task) {
    return BAD.contains(task.state());
  }

  /**
   * @param newest of the slot the task is in
   */
  boolean isUp(SwarmTask task, SwarmTask newest, Set<String> liveNodes) {
    if (!isOurs(task)) {
      return false;
    }
    boolean complete = task.state().equals("complete");
    if (mode.isJob()) {
      return complete;
    }
    boolean runs =
        task.state().equals("running")
            && task.desiredState().equals("running")
            && task.nodeId().filter(liveNodes::contains).isPresent();
    return runs || (complete && restart.endsWell() && newest.id().equals(task.id()));
  }
}
