package skep.deploy.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import skep.deploy.apply.Verdict;
import skep.deploy.lab.Lab;
import skep.deploy.plan.Plan;

/**
 * The same stack file through the real CLI and through Skep, on a real engine: each finds nothing
 * to do after the other, both leave the same services, and neither replaces a task of the other's.
 * The node is drained: tasks are made and wait. {@link RunningParityTest} has tasks that run.
 */
@Tag("lab")
@ResourceLock("lab")
class SwarmParityTest {
  /** How many stack files must pass here; the project promises it. */
  private static final int PROMISED = 60;

  /** How soon an engine replaces a task whose service changed. */
  private static final Duration SETTLED = Duration.ofMillis(300);

  private static Lab lab;
  private static ParitySwarm swarm;
  private static DockerCli cli;
  @TempDir Path home;

  @BeforeAll
  static void aDrainedSwarm() {
    cli = DockerCli.judge();
    lab = Lab.start(1);
    lab.docker("node", "update", "--availability", "drain", "node1");
    swarm = new ParitySwarm(lab);
  }

  @AfterAll
  static void down() {
    swarm.close();
    lab.close();
  }

  /** Cases left out here (their bodies are judged all the same), each with what is in the way. */
  private static final Map<String, String> NOT_HERE =
      Map.of(
          "67-memory-tiny", "the engine takes no memory limit under 4 MiB, from whomever",
          "68-volumes-cluster", "engines before 23 have no mounts of type cluster",
          "69-volumes-image", "engines before 28 have no mounts of type image",
          "37-secret-drivers", "the engine has no such plugin to take the secret from");

  static List<StackCase> cases() {
    return StackCase.in("stacks").stream()
        .filter(stack -> !NOT_HERE.containsKey(stack.toString()))
        .toList();
  }

  @Test
  void atLeastAsManyAsPromisedAreTried() {
    assertThat(cases()).hasSizeGreaterThanOrEqualTo(PROMISED);
  }

  @AfterEach
  void empty() {
    swarm.clear();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theCliAndSkepAgree(StackCase stack) {
    swarm.provide(stack);
    deployAsTheCli(stack);
    Map<String, JsonNode> ofTheCli = swarm.specs(stack);
    assertNothingToDo(swarm.plan(stack));
    swarm.clear();

    swarm.provide(stack);
    assertThat(swarm.deploy(stack)).isInstanceOf(Verdict.Detached.class);
    assertThat(swarm.specs(stack)).isEqualTo(ofTheCli);
    assertNothingToDo(swarm.plan(stack));
    if (stack.isKnownTo(cli)) {
      assertTheCliReplacesNoTask(stack);
    }
  }

  /**
   * Services with versions of Skep's aside: the CLI knows their secrets by other names. And jobs:
   * the CLI starts them anew whenever it deploys, its own too.
   */
  private void assertTheCliReplacesNoTask(StackCase stack) {
    Map<String, List<String>> before = ownTasks(stack);
    deployAsTheCli(stack);
    await()
        .during(SETTLED)
        .atMost(SETTLED.multipliedBy(20))
        .untilAsserted(() -> assertThat(ownTasks(stack)).isEqualTo(before));
  }

  private static Map<String, List<String>> ownTasks(StackCase stack) {
    Map<String, List<String>> tasks = swarm.tasks();
    tasks.keySet().removeAll(Recorded.of(stack).versionedServices());
    tasks.keySet().removeAll(Recorded.of(stack).jobs());
    return tasks;
  }

  @Test
  void aJobIsStartedAnewByTheCliEvenAfterTheCli() {
    StackCase stack =
        StackCase.in("stacks").stream()
            .filter(one -> one.toString().equals("14-deploy-modes"))
            .findFirst()
            .orElseThrow();
    if (!stack.isKnownTo(cli)) {
      // A CLI that knows no jobs starts none anew.
      assertThat(new CliJudge(cli).on(stack, "1.41").status()).isNotZero();
      return;
    }
    deployAsTheCli(stack);
    List<String> job = swarm.tasks().get("web_job");
    deployAsTheCli(stack);
    await()
        .atMost(SETTLED.multipliedBy(20))
        .untilAsserted(() -> assertThat(swarm.tasks().get("web_job")).doesNotContainSequence(job));
  }

  /** What a CLI older than the case is known to get wrong is what CLI 28 sent when recorded. */
  private void deployAsTheCli(StackCase stack) {
    if (!stack.isKnownTo(cli)) {
      Recorded.of(stack).replay(swarm.swarm());
      return;
    }
    Path socket = Path.of(lab.dockerHost().substring("unix://".length()));
    DockerCli.Run run = cli.deploy(socket, stack, home);
    assertThat(run.status()).as(run.output()).isZero();
  }

  private static void assertNothingToDo(Plan plan) {
    assertThat(plan.changes()).flatExtracting(Plan.Change::fields).isEmpty();
    assertThat(plan.drift()).isEmpty();
    assertThat(plan.changes())
        .extracting(Plan.Change::action)
        .isSubsetOf(Plan.Change.Action.NONE, Plan.Change.Action.ADOPT);
  }
}
