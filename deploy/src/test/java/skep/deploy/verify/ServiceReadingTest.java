package skep.deploy.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmService.UpdateStatus;
import skep.deploy.swarm.SwarmTask;

class ServiceReadingTest {
  private final ObjectNode spec = spec("new");
  private final List<SwarmTask> tasks = new ArrayList<>();
  private List<SwarmNode> nodes = List.of(node("n1", "active"), node("n2", "active"));
  private Optional<UpdateStatus> update = Optional.empty();
  private Set<String> past = Set.of();
  private OptionalLong iteration = OptionalLong.empty();

  private static ObjectNode spec(String image) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode().put("Name", "web_app");
    spec.putObject("TaskTemplate").putObject("ContainerSpec").put("Image", image);
    spec.putObject("Mode").putObject("Replicated").put("Replicas", 2);
    return spec;
  }

  private static SwarmNode node(String id, String availability) {
    return new SwarmNode(
        id,
        "host-" + id,
        "manager",
        availability,
        "ready",
        "10.0.0.1",
        "linux",
        "x86_64",
        Map.of("disk", "ssd".repeat(id.equals("n1") ? 1 : 2)),
        Map.of(),
        1,
        1,
        Map.of(),
        Set.of(),
        Optional.empty());
  }

  private static SwarmNode armNode(String id) {
    return new SwarmNode(
        id,
        "host-" + id,
        "worker",
        "active",
        "ready",
        "10.0.0.1",
        "linux",
        "aarch64",
        Map.of(),
        Map.of(),
        1,
        1,
        Map.of(),
        Set.of(),
        Optional.empty());
  }

  /** Newer than those before; one that ended, ended four seconds later. */
  private void task(int slot, String node, String image, String desired, String state) {
    tasks.addFirst(
        new SwarmTask(
            "t" + tasks.size(),
            "s",
            Optional.of(node),
            slot == 0 ? OptionalInt.empty() : OptionalInt.of(slot),
            (ObjectNode) spec(image).path("TaskTemplate"),
            desired,
            state,
            state.equals("failed") ? "task: non-zero exit (3)" : "",
            state.equals("failed") ? OptionalInt.of(3) : OptionalInt.empty(),
            Instant.EPOCH.plusSeconds(tasks.size()),
            Instant.EPOCH.plusSeconds(tasks.size() + 4),
            iteration));
  }

  private Reading read() {
    return read(spec);
  }

  private Reading read(ObjectNode actual) {
    return ServiceReading.of(
        new Target("web_app", "s", spec, past),
        Optional.of(new SwarmService("s", 7, "web_app", actual, update, iteration)),
        new TaskMemory().look(tasks, 0),
        nodes);
  }

  private ObjectNode mode(String mode) {
    spec.remove("Mode");
    return spec.putObject("Mode").putObject(mode);
  }

  private void restart(String condition, int attempts) {
    spec.withObjectProperty("TaskTemplate")
        .putObject("RestartPolicy")
        .put("Condition", condition)
        .put("MaxAttempts", attempts);
    tasks.replaceAll(task ->
        new SwarmTask(
            task.id(),
            "s",
            task.nodeId(),
            task.slot(),
            (ObjectNode) spec.path("TaskTemplate"),
            task.desiredState(),
            task.state(),
            task.error(),
            task.exitCode(),
            task.created(),
            task.since(),
            task.jobIteration()));
  }

  @Test
  void allReplicasOfTheNewSpecRunning() {
    task(1, "n1", "new", "running", "running");
    task(2, "n2", "new", "running", "running");
    assertThat(read()).isInstanceOf(Reading.Steady.class);
    assertThat(read().progress().state()).isEqualTo("2/2 running");
  }

  @Test
  void whatEngine2010WritesOnlyIntoTheServiceMakesNoTaskAnother() {
    task(1, "n1", "new", "running", "running");
    task(2, "n2", "new", "running", "running");
    spec.withObjectProperty("TaskTemplate").put("Runtime", "container").putObject("Resources");
    assertThat(read()).isInstanceOf(Reading.Steady.class);
  }

  @Test
  void tasksOfTheOldSpecAreNotWhatWasAskedFor() {
    task(1, "n1", "old", "running", "running");
    task(2, "n2", "old", "running", "running");
    assertThat(read()).isInstanceOf(Reading.Waiting.class);
    assertThat(read().progress().ready()).isZero();
  }

  @Test
  void anOldTaskThatStillRunsBesideTheNewOnesIsWaitedFor() {
    task(1, "n1", "old", "running", "running");
    task(1, "n1", "new", "running", "running");
    task(2, "n2", "new", "running", "running");
    update = Optional.of(new UpdateStatus(UpdateStatus.State.UPDATING, "update in progress"));
    assertThat(read()).isInstanceOf(Reading.Waiting.class);
    assertThat(read().progress().state()).isEqualTo("2/2 running");
  }

  @Test
  void tasksTheEngineForgotToEndAreTooMany() {
    task(1, "n1", "new", "running", "running");
    task(1, "n1", "new", "running", "running");
    task(2, "n2", "old", "ready", "ready");
    task(2, "n2", "new", "running", "running");
    update = Optional.of(new UpdateStatus(UpdateStatus.State.COMPLETED, "update completed"));
    assertThat(read()).isInstanceOf(Reading.Crowded.class);
    assertThat(read().progress().state()).isEqualTo("2/2 running, 2 too many");
  }

  @Test
  void aPlaceThatIsBeingScaledAwayIsWaitedFor() {
    task(1, "n1", "new", "running", "running");
    task(2, "n2", "new", "running", "running");
    task(3, "n2", "new", "running", "starting");
    assertThat(read()).isInstanceOf(Reading.Waiting.class);
  }

  @Test
  void anUpdateUnderWayIsWaitedForEvenIfAllTasksLookRight() {
    task(1, "n1", "new", "running", "running");
    task(2, "n2", "new", "running", "running");
    update = Optional.of(new UpdateStatus(UpdateStatus.State.UPDATING, "update in progress"));
    assertThat(read()).isInstanceOf(Reading.Waiting.class);
  }

  @Test
  void anUpdateThatWaitsForATaskOnALostNodeIsNotWaitedFor() {
    task(1, "n1", "new", "running", "running");
    task(2, "n3", "new", "shutdown", "preparing");
    task(2, "n2", "new", "running", "running");
    update = Optional.of(new UpdateStatus(UpdateStatus.State.UPDATING, "update in progress"));
    nodes = List.of(node("n1", "active"), node("n2", "active"), down("n3"));
    assertThat(read()).isInstanceOf(Reading.Steady.class);

    nodes = List.of(node("n1", "active"), node("n2", "active"), node("n3", "active"));
    assertThat(read()).isInstanceOf(Reading.Waiting.class);
  }

  private static SwarmNode down(String id) {
    SwarmNode up = node(id, "active");
    return new SwarmNode(
        id,
        up.hostname(),
        up.role(),
        up.availability(),
        "down",
        up.address(),
        up.os(),
        up.architecture(),
        up.labels(),
        up.engineLabels(),
        1,
        1,
        Map.of(),
        Set.of(),
        Optional.empty());
  }

  @Test
  void aTaskOnANodeThatIsDownDoesNotCount() {
    task(1, "n1", "new", "running", "running");
    task(2, "gone", "new", "running", "running");
    assertThat(read().progress().ready()).isEqualTo(1);
  }

  @Test
  void pausedAndRolledBackUpdatesAreFailuresWhateverRuns() {
    task(1, "n1", "new", "running", "running");
    task(2, "n2", "new", "running", "running");
    update = Optional.of(new UpdateStatus(UpdateStatus.State.PAUSED, "update paused"));
    assertThat(over()).isInstanceOf(Settlement.Paused.class);
    for (var state :
        List.of(
            UpdateStatus.State.ROLLBACK_STARTED,
            UpdateStatus.State.ROLLBACK_PAUSED,
            UpdateStatus.State.ROLLBACK_COMPLETED)) {
      update = Optional.of(new UpdateStatus(state, "rolled back"));
      assertThat(over()).isInstanceOf(Settlement.RolledBackBySwarm.class);
    }
  }

  private Settlement over() {
    return read() instanceof Reading.Over(_, var settlement, _)
        ? settlement
        : new Settlement.Undecided(read().progress());
  }

  @Test
  void aSpecThatIsNotOursIsSomebodyElses() {
    assertThat(read(spec("other")))
        .isInstanceOfSatisfying(
            Reading.Over.class,
            over ->
                assertThat(over.settlement())
                    .isEqualTo(
                        new Settlement.Disturbed("somebody else changed web_app meanwhile")));
  }

  @Test
  void threeFailuresOfOneSlotAreALoopButNotOneOfThree() {
    task(1, "n1", "new", "shutdown", "failed");
    task(2, "n1", "new", "shutdown", "failed");
    task(1, "n1", "new", "shutdown", "failed");
    assertThat(read()).isInstanceOf(Reading.Waiting.class);
    task(1, "n2", "new", "shutdown", "failed");
    assertThat(read())
        .isInstanceOfSatisfying(
            Reading.Looping.class,
            looping -> {
              assertThat(looping.failures()).isEqualTo(3);
              assertThat(looping.task().node()).isEqualTo("host-n2");
              assertThat(looping.task().exitCode()).hasValue(3);
            });
  }

  @Test
  void aLoopThatHealedIsSteadyButMustOutliveWhatFailedBefore() {
    for (int i = 0; i < 3; i++) {
      task(1, "n1", "new", "shutdown", "failed");
    }
    task(1, "n1", "new", "running", "running");
    assertThat(read()).isInstanceOf(Reading.Waiting.class);
    task(2, "n2", "new", "running", "running");
    assertThat(read())
        .isInstanceOfSatisfying(
            Reading.Steady.class,
            steady -> {
              assertThat(steady.longestLife()).isEqualTo(Duration.ofSeconds(4));
              assertThat(steady.failures()).isEqualTo(3);
            });
  }

  @Test
  void aSlotThatRunsAgainDoesNotHideAnotherThatLoops() {
    for (int i = 0; i < 3; i++) {
      task(1, "n1", "new", "shutdown", "failed");
      task(2, "n1", "new", "shutdown", "failed");
    }
    task(1, "n1", "new", "running", "running");
    assertThat(read()).isInstanceOf(Reading.Looping.class);
  }

  @Test
  void attemptsThatAreBoundedWithinAWindowOnlyAreNeverTheLast() {
    task(1, "n1", "new", "shutdown", "failed");
    restart("on-failure", 1);
    task(1, "n1", "new", "shutdown", "failed");
    spec.withObjectProperty("TaskTemplate")
        .withObjectProperty("RestartPolicy")
        .put("Window", 1_000_000_000L);
    assertThat(read()).isInstanceOf(Reading.Waiting.class);
  }

  @Test
  void failuresFromBeforeTheChangeDoNotCount() {
    for (int i = 0; i < 3; i++) {
      task(1, "n1", "new", "shutdown", "failed");
    }
    past = Target.ended(tasks);
    task(1, "n1", "new", "running", "running");
    task(2, "n1", "new", "running", "running");
    assertThat(read()).isInstanceOf(Reading.Steady.class);
  }

  @Test
  void whatIsNotStartedAgainIsLostWithItsLastAttempt() {
    task(1, "n1", "new", "shutdown", "failed");
    restart("none", 0);
    assertThat(over()).isInstanceOf(Settlement.Unhealthy.class);
    restart("on-failure", 1);
    assertThat(read()).isInstanceOf(Reading.Waiting.class);
    task(1, "n1", "new", "shutdown", "failed");
    restart("on-failure", 1);
    assertThat(over()).isInstanceOf(Settlement.Unhealthy.class);
  }

  @Test
  void aOneShotThatEndedWellIsFinished() {
    task(1, "n1", "new", "shutdown", "complete");
    task(2, "n1", "new", "shutdown", "complete");
    restart("none", 0);
    assertThat(read())
        .isInstanceOfSatisfying(
            Reading.Steady.class, steady -> assertThat(steady.finished()).isTrue());
  }

  @Test
  void aServiceThatKeepsEndingWellIsALoopAllTheSame() {
    for (int i = 0; i < 3; i++) {
      task(1, "n1", "new", "shutdown", "complete");
    }
    assertThat(read()).isInstanceOf(Reading.Looping.class);
  }

  @Test
  void aGlobalServiceNeedsATaskOnEachNodeThatMayRunIt() {
    mode("Global");
    task(0, "n1", "new", "running", "running");
    assertThat(read().progress().state()).isEqualTo("1/2 running");
    nodes = List.of(node("n1", "active"), node("n2", "drain"));
    assertThat(read()).isInstanceOf(Reading.Steady.class);

    nodes = List.of(node("n1", "active"), node("n2", "active"));
    spec.withObjectProperty("TaskTemplate")
        .putObject("Placement")
        .putArray("Constraints")
        .add("node.labels.disk == SSD");
    assertThat(read()).isInstanceOf(Reading.Steady.class);
  }

  @Test
  void aJobIsThereOnceItsCompletionsAre() {
    mode("ReplicatedJob").put("MaxConcurrent", 1).put("TotalCompletions", 2);
    task(1, "n1", "new", "complete", "complete");
    task(2, "n1", "new", "complete", "running");
    assertThat(read()).isInstanceOf(Reading.Waiting.class);
    assertThat(read().progress().state()).isEqualTo("1/2 complete, 1 running");
    task(2, "n1", "new", "complete", "complete");
    assertThat(read()).isInstanceOf(Reading.Steady.class);
  }

  @Test
  void aGlobalServiceIsThereThoughItsImageDoesNotRunOnEveryNode() {
    mode("Global");
    spec.withObjectProperty("TaskTemplate")
        .putObject("Placement")
        .putArray("Platforms")
        .addObject()
        .put("Architecture", "amd64")
        .put("OS", "linux");
    nodes = List.of(node("n1", "active"), armNode("n2"));
    task(0, "n1", "new", "running", "running");
    task(0, "n2", "new", "running", "pending");
    assertThat(read()).isInstanceOf(Reading.Steady.class);
    assertThat(read().progress().ready()).isEqualTo(1);

    task(0, "n2", "new", "running", "running");
    assertThat(read()).isInstanceOf(Reading.Waiting.class);
  }

  @Test
  void aGlobalServiceOfASubnetNeedsATaskOnEachNodeInIt() {
    mode("Global");
    spec.withObjectProperty("TaskTemplate")
        .putObject("Placement")
        .putArray("Constraints")
        .add("node.ip == 10.0.0.0/24");
    task(0, "n1", "new", "running", "running");
    assertThat(read().progress().state()).isEqualTo("1/2 running");
  }

  @Test
  void aGlobalJobIsThereOnceItCompletedOnEveryNode() {
    mode("GlobalJob");
    task(0, "n1", "new", "complete", "complete");
    assertThat(read().progress().state()).isEqualTo("1/2 complete");
    task(0, "n2", "new", "complete", "complete");
    assertThat(read()).isInstanceOf(Reading.Steady.class);
  }

  @Test
  void aJobThatRunsAgainIsNotThereByWhatItsRunBeforeCompleted() {
    mode("ReplicatedJob").put("MaxConcurrent", 1).put("TotalCompletions", 1);
    iteration = OptionalLong.of(0);
    task(1, "n1", "new", "complete", "complete");
    assertThat(read()).isInstanceOf(Reading.Steady.class);
    iteration = OptionalLong.of(1);
    assertThat(read().progress().state()).isEqualTo("0/1 complete");
    task(1, "n1", "new", "complete", "running");
    assertThat(read().progress().state()).isEqualTo("0/1 complete, 1 running");
    task(1, "n1", "new", "complete", "complete");
    assertThat(read()).isInstanceOf(Reading.Steady.class);
  }

  @Test
  void anEngineThatTellsNoIterationsHasTheRunBeforeInThePast() {
    mode("ReplicatedJob").put("MaxConcurrent", 1).put("TotalCompletions", 1);
    task(1, "n1", "new", "complete", "complete");
    past = Target.ended(tasks);
    assertThat(read().progress().state()).isEqualTo("0/1 complete");
  }

  @Test
  void noTasksAreAsWantedWhereNoneAreAskedFor() {
    spec.withObjectProperty("Mode").putObject("Replicated").put("Replicas", 0);
    assertThat(read()).isInstanceOf(Reading.Steady.class);
    task(1, "n1", "new", "running", "running");
    assertThat(read()).isInstanceOf(Reading.Waiting.class);
  }
}
