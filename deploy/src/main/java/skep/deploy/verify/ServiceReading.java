package skep.deploy.verify;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import skep.deploy.placement.EligibleNodes;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmService.UpdateStatus.State;
import skep.deploy.swarm.SwarmTask;

/** Judges one look at a service: pure. */
final class ServiceReading {
  private static final Set<String> WANTED_UP = Set.of("running", "ready");
  private static final Set<String> NOT_PLACED = Set.of("new", "pending");
  private static final Set<String> OVER = Set.of("complete", "shutdown", "remove", "orphaned");

  private final Target target;
  private final SwarmService service;
  private final TaskMemory.Seen seen;
  private final List<SwarmNode> nodes;
  private final Mode mode;
  private final Set<String> eligible;
  private final Set<String> liveNodes;
  private final TaskJudge judge;

  /** Tasks by what they stand in for each other in, newest first. */
  private final Map<String, List<SwarmTask>> slots;

  private ServiceReading(
      Target target, SwarmService service, TaskMemory.Seen seen, List<SwarmNode> nodes) {
    this.target = target;
    this.service = service;
    this.seen = seen;
    this.nodes = nodes;
    this.mode = Mode.of(target.spec());
    this.eligible =
        EligibleNodes.of(target.spec().path("TaskTemplate"), nodes).stream()
            .map(SwarmNode::id)
            .collect(Collectors.toSet());
    this.liveNodes =
        nodes.stream()
            .filter(node -> !node.state().equals("down"))
            .map(SwarmNode::id)
            .collect(Collectors.toSet());
    this.judge = new TaskJudge(target, service, mode, seen.tasks());
    this.slots =
        seen.tasks().stream()
            .sorted(Comparator.comparing(SwarmTask::created).reversed())
            .collect(Collectors.groupingBy(TaskMemory::place, TreeMap::new, Collectors.toList()));
  }

  static Reading of(
      Target target, Optional<SwarmService> service, TaskMemory.Seen seen, List<SwarmNode> nodes) {
    if (service.filter(now -> now.id().equals(target.serviceId())).isEmpty()) {
      String what = "somebody else removed %s meanwhile".formatted(target.name());
      return new Reading.Over(new Progress(0, 0, "gone"), new Settlement.Disturbed(what), 0);
    }
    return new ServiceReading(target, service.get(), seen, nodes).read();
  }

  private Reading read() {
    Set<String> ready = ready();
    int wanted = wanted();
    Progress progress = new Progress(ready.size(), wanted, words(ready, wanted));
    List<List<SwarmTask>> failing = failing();
    int failures = failing.stream().mapToInt(List::size).max().orElse(0);
    Optional<Settlement> end = stopped().or(() -> givenUp(failing, ready));
    if (end.isPresent()) {
      return new Reading.Over(progress, end.get(), failures);
    }
    if (isThere(ready, wanted)) {
      return new Reading.Steady(progress, ready, finished(ready), failures, longestLife(failing));
    }
    if (isCrowded(ready, wanted)) {
      return new Reading.Crowded(progress, failures);
    }
    // One that runs again by now may have got over it, however often it failed before.
    return worst(failing, ready)
        .filter(slot -> slot.size() >= RestartRule.LOOP)
        .<Reading>map(slot -> new Reading.Looping(progress, failed(slot), slot.size()))
        .orElseGet(() -> new Reading.Waiting(progress, lastFailure(), failures));
  }

  /** The engine or somebody else ended what we asked for. */
  private Optional<Settlement> stopped() {
    String message = service.update().map(SwarmService.UpdateStatus::message).orElse("");
    Optional<Settlement> byEngine =
        service
            .update()
            .flatMap(update ->
                switch (update.state()) {
                  case PAUSED -> Optional.of(new Settlement.Paused(message, lastFailure()));
                  case ROLLBACK_STARTED, ROLLBACK_PAUSED, ROLLBACK_COMPLETED ->
                      Optional.of(new Settlement.RolledBackBySwarm(message, lastFailure()));
                  case UPDATING, COMPLETED, UNKNOWN -> Optional.empty();
                });
    if (byEngine.isEmpty() && !SameSpec.service(service.spec(), target.spec())) {
      return Optional.of(
          new Settlement.Disturbed("somebody else changed %s meanwhile".formatted(target.name())));
    }
    return byEngine;
  }

  /** A place whose last attempt failed. */
  private Optional<Settlement> givenUp(List<List<SwarmTask>> failing, Set<String> ready) {
    return worst(failing, ready)
        .filter(slot -> judge.restart().givesUpAfter(slot.size()))
        .map(slot -> new Settlement.Unhealthy(failed(slot), slot.size()));
  }

  /** Failures by slot, newest first; slots without any are left out. */
  private List<List<SwarmTask>> failing() {
    return slots.values().stream()
        .map(slot -> slot.stream().filter(judge::isFailure).toList())
        .filter(failures -> !failures.isEmpty())
        .toList();
  }

  private Optional<List<SwarmTask>> worst(List<List<SwarmTask>> failing, Set<String> ready) {
    return failing.stream()
        .filter(failures ->
            slots.get(TaskMemory.place(failures.getFirst())).stream()
                .noneMatch(task -> ready.contains(task.id())))
        .max(Comparator.comparingInt(List::size));
  }

  private FailedTask failed(List<SwarmTask> slot) {
    return FailedTask.of(target.name(), slot.getFirst(), nodes);
  }

  private Duration longestLife(List<List<SwarmTask>> failing) {
    return failing.stream()
        .flatMap(List::stream)
        .map(seen::life)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private Optional<FailedTask> lastFailure() {
    return seen.tasks().stream()
        .filter(judge::hasFailed)
        .max(Comparator.comparing(SwarmTask::created))
        .map(task -> FailedTask.of(target.name(), task, nodes));
  }

  private boolean isThere(Set<String> ready, int wanted) {
    return ready.size() == wanted
        && (!isUpdating() || waitsForALostTask())
        && (mode.isJob() || left(ready).isEmpty());
  }

  private boolean isUpdating() {
    return service.update().filter(update -> update.state() == State.UPDATING).isPresent();
  }

  /** Whether tasks are left in places that are taken alone, with no update open to end them. */
  private boolean isCrowded(Set<String> ready, int wanted) {
    Set<String> taken =
        seen.tasks().stream()
            .filter(task -> ready.contains(task.id()))
            .map(TaskMemory::place)
            .collect(Collectors.toSet());
    List<SwarmTask> left = left(ready);
    return !mode.isJob()
        && ready.size() == wanted
        && !isUpdating()
        && !left.isEmpty()
        && left.stream().map(TaskMemory::place).allMatch(taken::contains);
  }

  private List<SwarmTask> left(Set<String> ready) {
    return seen.tasks().stream().filter(task -> isLeft(task, ready)).toList();
  }

  /**
   * A task that never started on a node that is down keeps the engine's update open until the task
   * counts as orphaned, a day later (swarmkit, {@code defaultNodeDownPeriod}), though another task
   * has taken its slot. What is up in every slot counts then.
   */
  private boolean waitsForALostTask() {
    return seen.tasks().stream()
        .filter(judge::isOurs)
        .filter(task -> !OVER.contains(task.state()) && !TaskJudge.isBroken(task))
        .anyMatch(task -> task.nodeId().filter(id -> !liveNodes.contains(id)).isPresent());
  }

  /**
   * A task besides the wanted ones that is there or will be. A global service has one waiting on
   * every node its constraints allow, on those too that its image does not run on.
   */
  private boolean isLeft(SwarmTask task, Set<String> ready) {
    boolean waitsForNothing =
        mode instanceof Mode.Global
            && NOT_PLACED.contains(task.state())
            && task.nodeId().filter(id -> !eligible.contains(id)).isPresent();
    return WANTED_UP.contains(task.desiredState())
        && !OVER.contains(task.state())
        && !waitsForNothing
        && !ready.contains(task.id());
  }

  private boolean finished(Set<String> ready) {
    return seen.tasks().stream()
        .filter(task -> ready.contains(task.id()))
        .allMatch(task -> task.state().equals("complete"));
  }

  /** Ids of the tasks that are as wanted: one a slot, its newest. */
  private Set<String> ready() {
    var ready = new HashSet<String>();
    for (List<SwarmTask> slot : slots.values()) {
      slot.stream()
          .filter(task -> judge.isUp(task, slot.getFirst(), liveNodes))
          .findFirst()
          .map(SwarmTask::id)
          .ifPresent(ready::add);
    }
    return ready;
  }

  private int wanted() {
    return switch (mode) {
      case Mode.Replicated(int replicas) -> replicas;
      case Mode.ReplicatedJob(int completions) -> completions;
      case Mode.Global _, Mode.GlobalJob _ -> eligible.size();
    };
  }

  private String words(Set<String> ready, int wanted) {
    Map<String, Long> others =
        slots.values().stream()
            .map(List::getFirst)
            .filter(task -> judge.isOurs(task) && !ready.contains(task.id()))
            .collect(Collectors.groupingBy(SwarmTask::state, TreeMap::new, Collectors.counting()));
    var words =
        new StringBuilder(
            "%d/%d %s".formatted(ready.size(), wanted, mode.isJob() ? "complete" : "running"));
    others.forEach((state, count) -> words.append(", ").append(count).append(' ').append(state));
    if (isCrowded(ready, wanted)) {
      words.append(", ").append(left(ready).size()).append(" too many");
    }
    return words.toString();
  }
}
