package skep.deploy.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import skep.deploy.apply.Verdict;
import skep.deploy.lab.Lab;
import skep.deploy.plan.Plan;

/** Tasks that run go on running, whoever of the CLI and Skep deploys after the other. */
@Tag("lab")
@ResourceLock("lab")
class RunningParityTest {
  /** Longer than an engine takes to replace a task, start to stop. */
  private static final Duration WATCHED = Duration.ofSeconds(3);

  private static Lab lab;
  private static ParitySwarm swarm;
  private static DockerCli cli;
  @TempDir Path folder;
  @TempDir Path home;
  private StackCase stack;

  @BeforeAll
  static void aSwarmThatRunsTasks() {
    cli = DockerCli.judge();
    lab = Lab.start(1);
    swarm = new ParitySwarm(lab);
  }

  @AfterAll
  static void down() {
    swarm.close();
    lab.close();
  }

  @BeforeEach
  void aStackOfEveryKindOfService() throws IOException {
    Files.writeString(
        folder.resolve("stack.yml"),
        """
        version: "3.8"
        services:
          two:
            image: ${IMAGE}
            environment: {B: 2, A: "1"}
            labels: [x=y]
            deploy: {replicas: 2, endpoint_mode: dnsrr, restart_policy: {condition: on-failure}}
          everywhere:
            image: ${IMAGE}
            cap_add: [NET_ADMIN]
            deploy: {mode: global, resources: {limits: {memory: 64M, cpus: "0.5"}}}
          port:
            image: ${IMAGE}
            ports: [{target: 8080, published: 18080, mode: host}]
            volumes: [data:/data, /tmp:/host:ro]
            stop_grace_period: 1s
        volumes: {data: {}}
        """);
    Files.writeString(folder.resolve("env"), "IMAGE=" + lab.image("app:1") + "\n");
    stack = new StackCase(folder);
  }

  @AfterEach
  void empty() {
    swarm.clear();
  }

  @Test
  void theCliReplacesNoTaskOfSkeps() {
    assertThat(swarm.deploy(stack)).isInstanceOf(Verdict.Detached.class);
    Map<String, List<String>> running = whenAllRun();
    deployAsTheCli();
    assertStillRunning(running);
  }

  @Test
  void skepReplacesNoTaskOfTheClis() {
    deployAsTheCli();
    Map<String, List<String>> running = whenAllRun();
    Plan plan = swarm.plan(stack);
    assertThat(plan.changes())
        .isNotEmpty()
        .extracting(Plan.Change::action)
        .containsOnly(Plan.Change.Action.NONE);
    swarm.deploy(stack);
    assertStillRunning(running);
  }

  private static Map<String, List<String>> whenAllRun() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> {
          assertThat(running().values()).flatExtracting(tasks -> tasks).hasSize(4);
        });
    return running();
  }

  private static void assertStillRunning(Map<String, List<String>> tasks) {
    await()
        .during(WATCHED)
        .atMost(WATCHED.multipliedBy(3))
        .untilAsserted(() -> assertThat(running()).isEqualTo(tasks));
  }

  /** Ids of the tasks that run, by service. */
  private static Map<String, List<String>> running() {
    Map<String, List<String>> tasks = new TreeMap<>();
    swarm
        .swarm()
        .services(Map.of(ParitySwarm.NAMESPACE, ""))
        .forEach(service ->
            tasks.put(
                service.name(),
                swarm.swarm().tasks(service.id()).stream()
                    .filter(task -> task.state().equals("running"))
                    .map(task -> task.id())
                    .sorted()
                    .toList()));
    return tasks;
  }

  private void deployAsTheCli() {
    Path socket = Path.of(lab.dockerHost().substring("unix://".length()));
    DockerCli.Run run = cli.deploy(socket, stack, home);
    assertThat(run.status()).as(run.output()).isZero();
  }
}
