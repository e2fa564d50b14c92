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
import skep.deploy.swarm.SwarmTask;

/** One service of one replica, looked at once a second, with a window of five. */
class WatchTest {
  private static final Timing TIMING =
      new Timing(
          Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofHours(1));
  private static final List<SwarmNode> NODES =
      List.of(
          new SwarmNode(
              "n1",
              "host-1",
              "manager",
              "active",
              "ready",
              "10.0.0.1",
              "linux",
              "x86_64",
              Map.of(),
              Map.of(),
              1,
              1,
              Map.of(),
              Set.of(),
              Optional.empty()));

  private final ObjectNode spec = spec();
  private final SwarmService service = new SwarmService("s", 7, "web_app", spec, Optional.empty());
  private final Watch watch = new Watch(new Target("web_app", "s", spec, Set.of()), TIMING, 0);
  private final List<SwarmTask> tasks = new ArrayList<>();
  private int history = 5;
  private int second;
  private int made;
  private boolean othersQuiet = true;

  private static ObjectNode spec() {
    ObjectNode spec = JsonNodeFactory.instance.objectNode().put("Name", "web_app");
    spec.putObject("TaskTemplate").putObject("ContainerSpec").put("Image", "app");
    return spec;
  }

  private void starts() {
    tasks.addFirst(task("t" + ++made, "running", "running", at()));
    while (tasks.size() > history) {
      tasks.removeLast();
    }
    look();
  }

  private void fails() {
    SwarmTask living = tasks.removeFirst();
    tasks.addFirst(task(living.id(), "shutdown", "failed", living.created()));
    look();
  }

  private SwarmTask task(String id, String desired, String state, Instant created) {
    boolean failed = state.equals("failed");
    return new SwarmTask(
        id,
        "s",
        Optional.of("n1"),
        OptionalInt.of(1),
        (ObjectNode) spec.path("TaskTemplate"),
        desired,
        state,
        failed ? "task: non-zero exit (3)" : "",
        failed ? OptionalInt.of(3) : OptionalInt.empty(),
        created,
        at(),
        OptionalLong.empty());
  }

  private Instant at() {
    return Instant.EPOCH.plusSeconds(second);
  }

  private void passes(int seconds) {
    for (int i = 0; i < seconds; i++) {
      second++;
      look();
    }
  }

  private long now() {
    return Duration.ofSeconds(second).toNanos();
  }

  private void look() {
    long now = now();
    watch.look(Optional.of(service), tasks, NODES, now);
    watch.condemnWhere(othersQuiet);
    if (!watch.isProven()) {
      watch.timeOutAt(now);
    }
  }

  private void loop(int times, int life) {
    for (int i = 0; i < times; i++) {
      starts();
      passes(life);
      fails();
    }
  }

  @Test
  void aLoopIsCondemnedWithItsThirdFailure() {
    loop(2, 1);
    assertThat(watch.settlement()).isEmpty();
    loop(1, 1);
    assertThat(watch.settlement())
        .containsInstanceOf(Settlement.Unhealthy.class)
        .map(Settlement::words)
        .hasValueSatisfying(words -> assertThat(words).contains("3 failed", "exit code 3"));
  }

  @Test
  void aLoopIsRecognisedWhereTheSwarmKeepsNoOldTasks() {
    history = 1;
    loop(3, 1);
    assertThat(watch.settlement()).containsInstanceOf(Settlement.Unhealthy.class);
  }

  @Test
  void aLoopThatHealedWhileOthersStartedIsBelievedAfterItsWindow() {
    othersQuiet = false;
    loop(5, 1);
    assertThat(watch.settlement()).isEmpty();
    othersQuiet = true;
    starts();
    assertThat(watch.isProven()).isFalse();
    passes(4);
    assertThat(watch.isProven()).isFalse();
    passes(1);
    assertThat(watch.isProven()).isTrue();
    assertThat(watch.end()).isInstanceOf(Settlement.Converged.class);
  }

  @Test
  void theAttemptUnderWayWhenTheOthersAreThereIsGivenItsChance() {
    othersQuiet = false;
    loop(3, 1);
    othersQuiet = true;
    look();
    assertThat(watch.settlement()).isEmpty();
    loop(1, 1);
    assertThat(watch.settlement()).containsInstanceOf(Settlement.Unhealthy.class);
  }

  @Test
  void aLoopWhoseTasksOutliveTheWindowIsNotBelieved() {
    starts();
    passes(4);
    fails();
    starts();
    passes(5);
    assertThat(watch.isProven()).isFalse();
    fails();
    starts();
    passes(7);
    assertThat(watch.isProven()).isFalse();
    passes(1);
    assertThat(watch.isProven()).isTrue();
  }

  @Test
  void aHopelessLoopEndsThoughOthersStillStart() {
    othersQuiet = false;
    loop(Watch.HOPELESS - 1, 1);
    assertThat(watch.settlement()).isEmpty();
    loop(1, 1);
    assertThat(watch.settlement()).containsInstanceOf(Settlement.Unhealthy.class);
  }

  @Test
  void howLongAnImageWasPulledIsNoLifeToOutlive() {
    tasks.addFirst(task("slow", "running", "preparing", at()));
    passes(200);
    fails();
    starts();
    passes(5);
    assertThat(watch.isProven()).isTrue();
  }

  @Test
  void whatIsNotThereAtItsDeadlineIsTimedOut() {
    tasks.addFirst(task("slow", "running", "preparing", at()));
    passes(299);
    assertThat(watch.settlement()).isEmpty();
    passes(10);
    assertThat(watch.settlement()).containsInstanceOf(Settlement.TimedOut.class);
  }

  @Test
  void tasksTooManyAreForgottenOnceTheyStandForTheWindow() {
    tasks.addFirst(task("first", "running", "running", at()));
    tasks.addFirst(task("second", "running", "running", at()));
    passes(5);
    assertThat(watch.isForgotten(now())).isFalse();
    passes(1);
    assertThat(watch.isForgotten(now())).isTrue();
    assertThat(watch.isForgotten(now())).as("said once").isFalse();
    passes(5);
    assertThat(watch.isForgotten(now())).as("said again where it did not help").isTrue();

    tasks.removeLast();
    passes(10);
    assertThat(watch.isForgotten(now())).isFalse();
    assertThat(watch.end()).isInstanceOf(Settlement.Converged.class);
  }

  @Test
  void whatStaysTooManyIsTimedOut() {
    tasks.addFirst(task("first", "running", "running", at()));
    tasks.addFirst(task("second", "running", "running", at()));
    passes(310);
    assertThat(watch.settlement())
        .map(Settlement::words)
        .hasValue("did not get there in time: 1/1 running, 1 too many");
  }

  @Test
  void whatCameBackShortlyBeforeItsDeadlineMayProveItself() {
    tasks.addFirst(task("slow", "running", "preparing", at()));
    passes(303);
    tasks.clear();
    starts();
    passes(5);
    assertThat(watch.end()).isInstanceOf(Settlement.Converged.class);
  }
}
