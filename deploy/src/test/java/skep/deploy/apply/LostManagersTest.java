package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.RealStack.yaml;
import static skep.deploy.apply.ServiceText.service;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.deploy.apply.RealStack.Planned;
import skep.deploy.apply.RealStack.Setting;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.lab.Managers;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmTask;

/** Machines are lost under a deployment: a node, the leader, the quorum. */
@LabTest(LabTest.THREE_MANAGERS)
class LostManagersTest {
  private static final Duration LONG = Duration.ofSeconds(90);
  private static final Duration BETWEEN = Duration.ofMinutes(4);
  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final Setting SETTING = Setting.QUICK.lease(LEASE);

  private final Lab lab;
  private final List<Swarm> managers;
  private final Swarm admin;
  private final List<Thread> helping = new ArrayList<>();
  private final Set<Integer> stopped = new TreeSet<>();
  private final Set<Integer> unplugged = new TreeSet<>();

  LostManagersTest(@Managers(3) Lab lab) {
    this.lab = lab;
    this.managers = IntStream.rangeClosed(1, 3).mapToObj(this::connect).toList();
    this.admin = managers.getFirst();
  }

  @BeforeEach
  void nodesAreMissedQuickly() {
    lab.docker("swarm", "update", "--dispatcher-heartbeat", "1s");
    clean();
  }

  @AfterEach
  void everyManagerIsBack() throws Exception {
    for (Thread thread : helping) {
      thread.join();
    }
    Set.copyOf(stopped).forEach(this::back);
    Set.copyOf(unplugged).forEach(this::plugIn);
    awaitNodes(LostManagersTest::isReachable);
    // A machine that is busy misses a heartbeat of one second now and then.
    lab.docker("swarm", "update", "--dispatcher-heartbeat", "5s");
    awaitNodes(SwarmNode::takesTasks);
    clean();
    managers.forEach(Swarm::close);
  }

  /**
   * Engines that lost each other try again after pauses that grow to minutes: that is between two
   * tests, and nothing Skep does.
   */
  private void awaitNodes(Predicate<SwarmNode> are) {
    Awaitility.await()
        .atMost(BETWEEN)
        .ignoreExceptionsInstanceOf(EngineException.class)
        .until(admin::nodes, nodes -> nodes.stream().filter(are).count() == 3);
  }

  /** A manager goes on naming a removed network while its own engine still has it. */
  private void clean() {
    RealStack.clean(admin);
    Awaitility.await()
        .atMost(LONG)
        .ignoreExceptionsInstanceOf(EngineException.class)
        .until(() ->
            managers.stream()
                .flatMap(manager -> manager.networks().stream())
                .noneMatch(network -> network.name().startsWith("web_")));
  }

  private Swarm connect(int engine) {
    return DockerSwarm.connect(DockerHost.parse(lab.dockerHost(engine)), Duration.ofSeconds(20));
  }

  private RealStack stack(int engine, Setting setting) {
    var web = new RealStack(managers.get(engine - 1), setting);
    web.deployed(app("app:1", "db"), app("app:1", "app"));
    return web;
  }

  private ServiceText app(String image, String name) {
    return service(name, lab.image(image)).deploy("replicas", "3");
  }

  private Planned update(RealStack web) {
    return web.plan(yaml(app("app:2", "db"), app("app:3", "app").with("depends_on", "[db]")));
  }

  private static boolean isReachable(SwarmNode node) {
    return node.managerStatus()
        .filter(status -> status.path("Reachability").asText().equals("reachable"))
        .isPresent();
  }

  private int leader() {
    return admin.nodes().stream()
        .filter(node ->
            node.managerStatus().filter(status -> status.path("Leader").asBoolean()).isPresent())
        .mapToInt(node -> Integer.parseInt(node.hostname().replace("node", "")))
        .findFirst()
        .orElseThrow();
  }

  private int other(Predicate<Integer> than) {
    return IntStream.rangeClosed(1, 3).boxed().filter(than).findFirst().orElseThrow();
  }

  private synchronized void lose(int engine) {
    lab.stop(engine);
    stopped.add(engine);
  }

  private synchronized void back(int engine) {
    lab.restart(engine);
    stopped.remove(engine);
  }

  private synchronized void unplug(int engine) {
    lab.cut(engine);
    unplugged.add(engine);
  }

  private synchronized void plugIn(int engine) {
    lab.heal(engine);
    unplugged.remove(engine);
  }

  /** Longer than the lease, so that it runs out meanwhile. */
  private void later(Runnable repair) {
    helping.add(
        Thread.ofPlatform()
            .start(() -> {
              sleep(LEASE.plusSeconds(1));
              repair.run();
            }));
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Checkpoint at(String moment, Runnable mishap) {
    return reached -> {
      if (reached.equals(moment)) {
        mishap.run();
      }
    };
  }

  /** Once, as soon as every replica of the service runs and only the window is to be waited for. */
  private static Consumer<RolloutEvent> onceAllRun(String service, Runnable mishap) {
    var done = new AtomicBoolean();
    return event -> {
      if (event instanceof RolloutEvent.Converging(var name, var progress)
          && name.equals(service)
          && progress.ready() == 3
          && done.compareAndSet(false, true)) {
        mishap.run();
      }
    };
  }

  private boolean runsOn(RealStack web, String service, int engine) {
    return web.runningTasks(service).stream()
        .map(SwarmTask::nodeId)
        .anyMatch(id -> id.equals(Optional.of(nodeId(engine))));
  }

  private String nodeId(int engine) {
    return admin.nodes().stream()
        .filter(node -> node.hostname().equals("node" + engine))
        .map(SwarmNode::id)
        .findFirst()
        .orElseThrow();
  }

  private void runs(RealStack web, String service, String image) {
    assertThat(web.running(service)).containsExactly(image, image, image);
  }

  private void newRuns(RealStack web) {
    runs(web, "web_db", "app:2");
    runs(web, "web_app", "app:3");
  }

  private void oldRuns(RealStack web) {
    runs(web, "web_db", "app:1");
    runs(web, "web_app", "app:1");
  }

  private void eventually(Runnable holds) {
    Awaitility.await()
        .atMost(LONG)
        .ignoreExceptionsInstanceOf(EngineException.class)
        .untilAsserted(holds::run);
  }

  @Test
  void aNodeIsLostWhileTheServicesConverge() {
    RealStack web = stack(1, SETTING);
    int victim = other(engine -> engine != 1 && engine != leader());
    var planned = update(web);
    var verdict =
        web.run(
            planned,
            at(
                "noted verifying",
                () -> {
                  eventually(() -> assertThat(placedOn(web, "web_app", "app:3", victim)).isTrue());
                  lose(victim);
                }),
            _ -> {});
    web.verifiedNew(verdict);
    newRuns(web);
    assertThat(runsOn(web, "web_app", victim)).isFalse();
    assertThat(runsOn(web, "web_db", victim)).isFalse();
  }

  private boolean placedOn(RealStack web, String service, String image, int engine) {
    return web.swarm.tasks(web.swarm.service(service).orElseThrow().id()).stream()
        .filter(task -> task.spec().at("/ContainerSpec/Image").asText().contains(image))
        .anyMatch(task -> task.nodeId().filter(nodeId(engine)::equals).isPresent());
  }

  @Test
  void aNodeIsLostWhileTheServicesAreWatched() {
    RealStack web = stack(1, SETTING.timing(Duration.ofSeconds(8), Duration.ofSeconds(60)));
    int victim = other(engine -> engine != 1 && engine != leader());
    var verdict = web.run(update(web), Checkpoint.NONE, onceAllRun("web_app", () -> lose(victim)));
    web.verifiedNew(verdict);
    newRuns(web);
    assertThat(runsOn(web, "web_app", victim)).isFalse();
    assertThat(web.events)
        .filteredOn(event ->
            event instanceof RolloutEvent.Converging(var name, var progress)
                && name.equals("web_app")
                && progress.ready() == 3)
        .as("it saw that the tasks were no longer all there, and waited for the new ones")
        .hasSizeGreaterThan(1);
  }

  @Test
  void noNodeIsLeftThatMeetsAConstraint() {
    RealStack web = stack(1, SETTING.timing(Duration.ofSeconds(1), Duration.ofSeconds(15)));
    int victim = other(engine -> engine != 1 && engine != leader());
    var planned =
        web.plan(
            yaml(
                app("app:2", "db"),
                app("app:3", "app")
                    .deploy(
                        "placement", "{constraints: [node.hostname==node%d]}".formatted(victim))));
    long start = System.nanoTime();
    var verdict = web.run(planned, at("noted the release", () -> lose(victim)), _ -> {});
    var old = web.verifiedOld(verdict);
    assertThat(old.reason()).contains("web_app did not get there in time");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(60));
    oldRuns(web);
    assertThat(runsOn(web, "web_app", victim)).isFalse();
  }

  @Test
  void theLeaderIsKilledAndTheBotTalksToAnotherManager() {
    int leader = leader();
    RealStack web = stack(other(engine -> engine != leader), SETTING);
    var verdict =
        web.run(update(web), at("before update service web_app", () -> lose(leader)), _ -> {});
    web.verifiedNew(verdict);
    eventually(() -> newRuns(web));
    assertThat(web.running("web_app")).isNotEmpty();
  }

  @Test
  void theLeaderIsKilledAndTheBotTalkedToIt() {
    int leader = leader();
    RealStack web = stack(leader, SETTING);
    var verdict =
        web.run(
            update(web),
            at(
                "before update service web_app",
                () -> {
                  lose(leader);
                  later(() -> back(leader));
                }),
            _ -> {});
    web.verifiedNew(verdict);
    eventually(() -> newRuns(web));
  }

  /** Two of three engines end, with all they run. */
  private void loseTwo() {
    lose(2);
    lose(3);
    later(() -> {
      back(2);
      back(3);
    });
  }

  /** All run on, and none reaches another. */
  private void unplugTwo() {
    unplug(2);
    unplug(3);
    later(() -> {
      plugIn(2);
      plugIn(3);
    });
  }

  @Test
  void theQuorumIsLostAndRegainedBetweenTwoSteps() {
    RealStack web = stack(1, SETTING);
    var verdict =
        web.run(update(web), at("before update service web_app", this::unplugTwo), _ -> {});
    web.verifiedNew(verdict);
    eventually(() -> newRuns(web));
  }

  @Test
  void theQuorumIsLostAndRegainedWhileTheServicesAreWatched() {
    RealStack web = stack(1, SETTING.timing(Duration.ofSeconds(4), Duration.ofSeconds(60)));
    var verdict = web.run(update(web), Checkpoint.NONE, onceAllRun("web_app", this::loseTwo));
    web.verifiedNew(verdict);
    newRuns(web);
  }

  @Test
  void theQuorumIsLostAndRegainedOnTheWayBack() {
    RealStack web = stack(1, SETTING);
    var planned = web.plan(yaml(app("app:2", "db"), app("app:crash", "app")));
    var verdict =
        web.run(planned, at("before restoring service web_app", this::unplugTwo), _ -> {});
    var old = web.verifiedOld(verdict);
    assertThat(old.reason()).contains("web_app does not stay up", "exit code 3");
    eventually(() -> oldRuns(web));
  }
}
