package skep.deploy.verify;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmTask;

/** Judges one look at a service: pure. */
final class ServiceReading {
  private static final Set<String> BAD = Set.of("failed", "rejected");
  private static final Set<String> WANTED_UP = Set.of("running", "ready");

  private final Target target;
  private final SwarmService service;
  private final List<SwarmTask> tasks;
  private final List<SwarmNode> nodes;
  private final Mode mode;
  private final RestartRule restart;

  private ServiceReading(
      Target target, SwarmService service, List<SwarmTask> tasks, List<SwarmNode> nodes) {
    this.target = target;
    this.service = service;
    this.tasks = tasks;
    this.nodes = nodes;
    this.mode = Mode.of(target.spec());
    this.restart = RestartRule.of(target.spec(), mode);
  }

  static Reading of(
      Target target, Optional<SwarmService> service, List<SwarmTask> tasks, List<SwarmNode> nodes) {
    if (service.filter(now -> now.id().equals(target.serviceId())).isEmpty()) {
      String what = "somebody else removed %s meanwhile".formatted(target.name());
      return new Reading.Over(new Progress(0, 0, "gone"), new Settlement.Disturbed(what));
    }
    return new ServiceReading(target, service.get(), tasks, nodes).read();
  }

  private Reading read() {
    Map<String, List<SwarmTask>> slots = slots();
    Set<String> ready = ready(slots);
    int wanted = wanted();
    Progress progress = new Progress(ready.size(), wanted, words(slots, ready.size(), wanted));
    return stopped()
        .<Reading>map(settlement -> new Reading.Over(progress, settlement))
        .or(() -> failing(slots, progress))
        .orElseGet(() ->
            isThere(ready, wanted)
                ? new Reading.Steady(progress, ready, finished(slots, ready))
                : new Reading.Waiting(progress, lastFailure()));
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

  private Optional<Reading> failing(Map<String, List<SwarmTask>> slots, Progress progress) {
    return slots.values().stream()
        .map(slot -> slot.stream().filter(this::isOurs).filter(this::counts).toList())
        .max(Comparator.comparingInt(List::size))
        .filter(failures -> !failures.isEmpty())
        .flatMap(failures -> {
          FailedTask newest = FailedTask.of(target.name(), failures.getFirst(), nodes);
          int count = failures.size();
          if (restart.givesUpAfter(count)) {
            return Optional.of(new Reading.Over(progress, new Settlement.Unhealthy(newest, count)));
          }
          return count >= RestartRule.LOOP
              ? Optional.of(new Reading.Looping(progress, newest, count))
              : Optional.empty();
        });
  }

  /** A task that ended although it should have stayed, after the change. */
  private boolean counts(SwarmTask task) {
    boolean ended =
        BAD.contains(task.state()) || (task.state().equals("complete") && !restart.endsWell());
    return ended && !target.past().contains(task.id());
  }

  private Optional<FailedTask> lastFailure() {
    return tasks.stream()
        .filter(this::counts)
        .max(Comparator.comparing(SwarmTask::created))
        .map(task -> FailedTask.of(target.name(), task, nodes));
  }

  private boolean isThere(Set<String> ready, int wanted) {
    boolean updating =
        service
            .update()
            .filter(update -> update.state() == SwarmService.UpdateStatus.State.UPDATING)
            .isPresent();
    boolean othersLeft =
        tasks.stream()
            .filter(task -> WANTED_UP.contains(task.desiredState()))
            .filter(Predicate.not(task -> ENDED.contains(task.state())))
            .anyMatch(task -> !ready.contains(task.id()));
    return ready.size() == wanted && !updating && (mode.isJob() || !othersLeft);
  }

  private static final Set<String> ENDED = Set.of("complete", "shutdown", "remove", "orphaned");

  private boolean finished(Map<String, List<SwarmTask>> slots, Set<String> ready) {
    return slots.values().stream()
        .flatMap(List::stream)
        .filter(task -> ready.contains(task.id()))
        .allMatch(task -> task.state().equals("complete"));
  }

  /** Ids of the tasks that are as wanted: one a slot, its newest. */
  private Set<String> ready(Map<String, List<SwarmTask>> slots) {
    return slots.values().stream()
        .flatMap(slot -> slot.stream().filter(this::isOurs).filter(this::isUp).limit(1))
        .map(SwarmTask::id)
        .collect(Collectors.toSet());
  }

  private boolean isUp(SwarmTask task) {
    if (mode.isJob()) {
      return task.state().equals("complete");
    }
    boolean ended = restart.endsWell() && task.state().equals("complete");
    boolean runs =
        task.state().equals("running")
            && task.desiredState().equals("running")
            && isOnLiveNode(task);
    return runs || (ended && isNewestOfItsSlot(task));
  }

  private boolean isNewestOfItsSlot(SwarmTask task) {
    return slots().get(slotOf(task)).getFirst().id().equals(task.id());
  }

  private boolean isOnLiveNode(SwarmTask task) {
    return task.nodeId()
        .filter(id ->
            nodes.stream().anyMatch(node -> node.id().equals(id) && !node.state().equals("down")))
        .isPresent();
  }

  private boolean isOurs(SwarmTask task) {
    return SameSpec.task(task.spec(), target.spec().path("TaskTemplate"));
  }

  /** Tasks by what they stand in for each other in, newest first. */
  private Map<String, List<SwarmTask>> slots() {
    return tasks.stream()
        .sorted(Comparator.comparing(SwarmTask::created).reversed())
        .collect(Collectors.groupingBy(this::slotOf, TreeMap::new, Collectors.toList()));
  }

  private String slotOf(SwarmTask task) {
    return task.slot().isPresent()
        ? "slot " + task.slot().getAsInt()
        : "node " + task.nodeId().orElse("none");
  }

  private int wanted() {
    return switch (mode) {
      case Mode.Replicated(int replicas) -> replicas;
      case Mode.ReplicatedJob(int completions) -> completions;
      case Mode.Global _, Mode.GlobalJob _ -> EligibleNodes.of(target.spec(), nodes).size();
    };
  }

  private String words(Map<String, List<SwarmTask>> slots, int ready, int wanted) {
    Map<String, Long> others =
        slots.values().stream()
            .map(List::getFirst)
            .filter(this::isOurs)
            .filter(task -> !isUp(task))
            .collect(Collectors.groupingBy(SwarmTask::state, TreeMap::new, Collectors.counting()));
    var words =
        new StringBuilder(
            "%d/%d %s".formatted(ready, wanted, mode.isJob() ? "complete" : "running"));
    others.forEach((state, count) -> words.append(", ").append(count).append(' ').append(state));
    return words.toString();
  }
}
