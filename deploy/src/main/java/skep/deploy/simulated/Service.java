package skep.deploy.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmService.UpdateStatus;
import skep.deploy.swarm.SwarmTask;

/** A service and its tasks. Guarded by the cluster's lock. */
final class Service {
  private static final int HISTORY = 5;

  final String id = Ids.next();
  private final Options options;
  private final LongSupplier versions;
  private final List<Task> tasks = new ArrayList<>();
  private long version;
  private ObjectNode spec;
  private Optional<ObjectNode> previous = Optional.empty();
  private Optional<UpdateStatus> status = Optional.empty();
  private Optional<RollingUpdate> update = Optional.empty();
  private long iteration;
  private boolean held;
  private boolean settled;

  Service(ObjectNode spec, Options options, LongSupplier versions) {
    this.spec = spec.deepCopy();
    this.options = options;
    this.versions = versions;
    this.version = versions.getAsLong();
  }

  String name() {
    return spec.path("Name").asText();
  }

  long version() {
    return version;
  }

  ObjectNode spec() {
    return spec;
  }

  boolean settled() {
    return settled;
  }

  void unsettle() {
    settled = false;
  }

  SwarmService snapshot() {
    return new SwarmService(id, version, name(), spec, status, iteration());
  }

  List<SwarmTask> taskSnapshots() {
    return tasks.stream()
        .map(Task::snapshot)
        .sorted(Comparator.comparing(SwarmTask::created).reversed())
        .toList();
  }

  Optional<Task> task(String taskId) {
    return tasks.stream().filter(t -> t.id.equals(taskId)).findFirst();
  }

  void change(ObjectNode next, Nodes nodes) {
    boolean restarts = !template(next).equals(template(spec));
    previous = Optional.of(spec);
    spec = next.deepCopy();
    version = versions.getAsLong();
    settled = false;
    held = false;
    if (Mode.of(spec).isJob()) {
      // As in swarmkit: whatever changed in a job, it runs again, and its old tasks stay to be
      // seen.
      iteration++;
    } else if (restarts) {
      roll("UpdateConfig", false, nodes);
      report(UpdateStatus.State.UPDATING, "update in progress");
    }
  }

  void step(Instant now, Nodes nodes) {
    tasks.forEach(task -> task.advance(now, options, nodes));
    var slots = Mode.of(spec).slots(template(spec), nodes);
    dropUnneeded(slots, nodes, now);
    update.ifPresent(rolling -> rollOn(rolling, now, nodes));
    slots.forEach(slot -> fill(slot, now));
    settled = update.isEmpty() && slots.stream().allMatch(this::rests);
    settled &= tasks.stream().allMatch(Task::isSettled);
  }

  private void roll(String config, boolean rollback, Nodes nodes) {
    var slots =
        Mode.of(spec).slots(template(spec), nodes).stream().filter(s -> !hasCurrent(s)).toList();
    update =
        Optional.of(
            new RollingUpdate(spec.path(config), rollback, slots, options.longestMonitor()));
  }

  private boolean hasCurrent(Slot slot) {
    return of(slot).stream().anyMatch(t -> t.isLive() && t.spec.equals(template(spec)));
  }

  private void rollOn(RollingUpdate rolling, Instant now, Nodes nodes) {
    rolling.advance(slot -> begin(slot, rolling.startFirst(), now));
    var template = template(spec);
    for (var slot : Mode.of(spec).slots(template, nodes)) {
      newest(slot)
          .filter(task -> rolling.hasBegun(slot) && task.spec.equals(template))
          .ifPresent(task -> rolling.look(slot, task, now));
    }
    if (rolling.failed()) {
      fail(rolling, nodes);
    } else if (rolling.finished()) {
      update = Optional.empty();
      if (rolling.isRollback()) {
        report(UpdateStatus.State.ROLLBACK_COMPLETED, "rollback completed");
      } else {
        report(UpdateStatus.State.COMPLETED, "update completed");
      }
    }
  }

  private void begin(Slot slot, boolean startFirst, Instant now) {
    if (startFirst) {
      tasks.add(new Task(id, slot, template(spec), "running", iteration(), now));
    } else {
      of(slot).forEach(task -> task.stop(now));
    }
  }

  private void fail(RollingUpdate rolling, Nodes nodes) {
    var why = " due to failure or early termination of task " + rolling.failedTask();
    if (rolling.isRollback()) {
      if (!rolling.failureAction().equals("continue")) {
        update = Optional.empty();
        held = true;
        report(UpdateStatus.State.ROLLBACK_PAUSED, "rollback paused" + why);
      }
    } else if (rolling.failureAction().equals("rollback") && previous.isPresent()) {
      spec = previous.get();
      previous = Optional.empty();
      roll("RollbackConfig", true, nodes);
      report(UpdateStatus.State.ROLLBACK_STARTED, "update rolled back" + why);
    } else if (rolling.failureAction().equals("pause")) {
      update = Optional.empty();
      held = true;
      report(UpdateStatus.State.PAUSED, "update paused" + why);
    }
  }

  /** The engine counts a change of the update status as a change of the service. */
  private void report(UpdateStatus.State state, String message) {
    status = Optional.of(new UpdateStatus(state, message));
    version = versions.getAsLong();
  }

  private void dropUnneeded(List<Slot> slots, Nodes nodes, Instant now) {
    var needed = Set.copyOf(slots);
    for (var task : tasks) {
      if (task.node().isPresent() && !nodes.isUp(task.node().get())) {
        task.lose(now);
      } else if (!needed.contains(task.slot) || task.iteration() != iteration) {
        task.stop(now);
      }
    }
    tasks.removeIf(
        task -> task.isOver() && (!needed.contains(task.slot) || task.iteration() < iteration - 1));
  }

  private void fill(Slot slot, Instant now) {
    var own = of(slot);
    var live = own.stream().filter(Task::isLive).toList();
    if (live.size() > 1 && live.getLast().isRunning()) {
      live.subList(0, live.size() - 1).forEach(task -> task.stop(now));
    }
    boolean stopping = own.stream().anyMatch(t -> !t.isOver());
    if (!stopping && (own.isEmpty() || mayRestart(own, now))) {
      var wanted = Mode.of(spec).isJob() ? "complete" : "running";
      tasks.add(new Task(id, slot, template(spec), wanted, iteration(), now));
      forget(slot);
    }
  }

  private boolean mayRestart(List<Task> own, Instant now) {
    var last = own.getLast();
    return restarts(own, last) && !now.isBefore(last.since().plus(restartDelay()));
  }

  private boolean restarts(List<Task> own, Task last) {
    if (!last.endedByItself()) {
      return true;
    }
    if (Mode.of(spec).isJob() && last.completed()) {
      return false;
    }
    var policy = template(spec).path("RestartPolicy");
    long most = policy.path("MaxAttempts").asLong(0);
    long ended = own.stream().filter(t -> t.endedByItself() && t.spec.equals(last.spec)).count();
    return switch (policy.path("Condition").asText("any")) {
      case "none" -> !last.spec.equals(template(spec)) && !held;
      case "on-failure" -> !last.completed() && (most == 0 || ended <= most);
      default -> most == 0 || ended <= most;
    };
  }

  private Duration restartDelay() {
    return options.step().multipliedBy(2);
  }

  private boolean rests(Slot slot) {
    var own = of(slot);
    return !own.isEmpty() && (own.getLast().isLive() || !restarts(own, own.getLast()));
  }

  private void forget(Slot slot) {
    var ended = of(slot).stream().filter(Task::isOver).toList();
    tasks.removeAll(ended.subList(0, Math.max(0, ended.size() - HISTORY)));
  }

  private List<Task> of(Slot slot) {
    return tasks.stream().filter(t -> t.slot.equals(slot) && t.iteration() == iteration).toList();
  }

  private Optional<Task> newest(Slot slot) {
    var own = of(slot);
    return own.isEmpty() ? Optional.empty() : Optional.of(own.getLast());
  }

  private OptionalLong iteration() {
    return Mode.of(spec).isJob() ? OptionalLong.of(iteration) : OptionalLong.empty();
  }

  private static ObjectNode template(JsonNode spec) {
    return spec.path("TaskTemplate") instanceof ObjectNode template
        ? template
        : JsonNodeFactory.instance.objectNode();
  }
}
