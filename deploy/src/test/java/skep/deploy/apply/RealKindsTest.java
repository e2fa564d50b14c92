package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skep.deploy.apply.RealStack.yaml;
import static skep.deploy.apply.ServiceText.service;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.plan.Plan;
import skep.deploy.release.Release.State;
import skep.deploy.release.SteppedClock;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmTask;
import skep.deploy.verify.Probe;

/** Every kind of service and of probe, well and broken, from stack file to verdict. */
@LabTest(LabTest.SECOND)
class RealKindsTest {
  private static final Plan.Options DETACHED =
      new Plan.Options(Plan.ResolveImage.ALWAYS, false, true, Optional.empty());

  private final Lab lab;
  private final Swarm swarm;
  private final SteppedClock clock = new SteppedClock();
  private final RealStack web;
  private final int port;

  RealKindsTest(Lab lab) {
    this.lab = lab;
    this.swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(20));
    this.web = new RealStack(swarm, RealStack.Setting.QUICK.clock(clock));
    this.port = 20_000 + Math.floorMod(lab.unique("port").hashCode(), 10_000);
  }

  @BeforeEach
  void nothingRuns() {
    RealStack.clean(swarm);
  }

  @AfterEach
  void clean() {
    RealStack.clean(swarm);
    swarm.close();
  }

  private ServiceText one(String name, String image) {
    return service(name, lab.image(image)).deploy("replicas", "1");
  }

  /** On the machine's own port: the kernel here has no routing mesh. */
  private ServiceText reachable(String image) {
    return one("app", image)
        .with("ports", "[{target: 80, published: %d, mode: host}]".formatted(port));
  }

  private Probe.Http http(String body, Duration within) {
    var uri = URI.create("http://%s:%d/".formatted(lab.address(1), port));
    return new Probe.Http(uri, 200, Optional.of(body), within);
  }

  private List<String> completed(String service) {
    return swarm.tasks(swarm.service(service).orElseThrow().id()).stream()
        .filter(task -> task.state().equals("complete"))
        .map(SwarmTask::state)
        .toList();
  }

  @Test
  void halfOfTheServicesFailAndAllGoBack() {
    web.deployed(one("a", "app:1"), one("b", "app:1"), one("c", "app:1"), one("d", "app:1"));
    var planned =
        web.plan(
            yaml(
                one("a", "app:2"),
                one("b", "app:crash"),
                one("c", "app:3"),
                one("d", "app:crash")));
    var old = web.verifiedOld(web.run(planned));
    assertThat(old.reason()).containsPattern("web_[bd] does not stay up").contains("exit code 3");
    assertThat(old.report().log()).anyMatch(line -> line.contains("cannot open the database"));
    for (String name : List.of("web_a", "web_b", "web_c", "web_d")) {
      assertThat(web.running(name)).as(name).containsExactly("app:1");
    }
  }

  @Test
  void aGlobalService() {
    var first = service("agent", lab.image("app:1")).global();
    web.deployed(first);
    assertThat(web.running("web_agent")).containsExactly("app:1");

    var bad = web.plan(yaml(first.with("image", lab.image("app:crash"))));
    assertThat(web.verifiedOld(web.run(bad)).reason()).contains("web_agent does not stay up");
    assertThat(web.running("web_agent")).containsExactly("app:1");

    web.verifiedNew(web.run(web.plan(yaml(first.with("image", lab.image("app:2"))))));
    assertThat(web.running("web_agent")).containsExactly("app:2");
  }

  @Test
  void aJobOfManyTasks() {
    var job = one("job", "app:1").job("replicated-job").deploy("replicas", "2");
    web.deployed(one("app", "app:1"), job.with("command", "[app, once]"));
    assertThat(completed("web_job")).hasSize(2);

    var failing = web.plan(yaml(one("app", "app:2"), job.with("command", "[app, crash]")));
    var old = web.verifiedOld(web.run(failing));
    assertThat(old.reason()).contains("web_job", "exit code 3");
    assertThat(web.running("web_app")).containsExactly("app:1");
  }

  @Test
  void aJobOnEveryNode() {
    var job = service("job", lab.image("app:1")).job("global-job");
    web.deployed(one("app", "app:1"), job.with("command", "[app, once]"));
    assertThat(completed("web_job")).hasSize(1);

    var failing = web.plan(yaml(one("app", "app:2"), job.with("command", "[app, crash]")));
    assertThat(web.verifiedOld(web.run(failing)).reason()).contains("web_job", "exit code 3");
    assertThat(web.running("web_app")).containsExactly("app:1");
  }

  @Test
  void aPageThatAnswersRightlyAndOneThatDoesNot() {
    web.deployed(reachable("app:1"));
    web.verifiedNew(
        web.run(web.plan(yaml(reachable("app:2"))), http("version 2", Duration.ofSeconds(30))));
    assertThat(web.running("web_app")).containsExactly("app:2");
    web.remember();

    var wrong =
        web.run(web.plan(yaml(reachable("app:3"))), http("version 4", Duration.ofSeconds(1)));
    assertThat(web.verifiedOld(wrong).reason())
        .contains("a probe does not answer", "the answer does not contain \"version 4\"");
    assertThat(web.running("web_app")).containsExactly("app:2");
  }

  @Test
  void aPortThatIsOpenAndOneThatIsNot() {
    web.deployed(reachable("app:1"));
    var open = new Probe.Tcp(lab.address(1), port, Duration.ofSeconds(30));
    web.verifiedNew(web.run(web.plan(yaml(reachable("app:2"))), open));
    web.remember();

    var shut = new Probe.Tcp(lab.address(1), port + 1, Duration.ofSeconds(1));
    var wrong = web.run(web.plan(yaml(reachable("app:3"))), open, shut);
    assertThat(web.verifiedOld(wrong).reason())
        .contains("TCP %s:%d: no connection".formatted(lab.address(1), port + 1));
    assertThat(web.running("web_app")).containsExactly("app:2");
  }

  @Test
  void detachedIsAppliedAndNotWatched() {
    web.deployed(one("db", "app:1"), one("app", "app:1"));
    var verdict = web.run(web.plan(yaml(one("db", "app:2"), one("app", "app:crash")), DETACHED));
    assertThat(verdict).isInstanceOf(Verdict.Detached.class);
    web.ended(State.DETACHED);
    assertThat(web.events).noneMatch(RolloutEvent.Converging.class::isInstance);
    eventuallyRuns("web_db", "app:2");
  }

  @Test
  void detachedAndKilledIsFinishedByTheNextBot() {
    web.deployed(one("db", "app:1"), one("app", "app:1"));
    var planned = web.plan(yaml(one("db", "app:2"), one("app", "app:3")), DETACHED);
    String moment = "noted as done update service web_app, update service web_db";
    assertThatThrownBy(() ->
            web.run(
                planned,
                reached -> {
                  if (reached.equals(moment)) {
                    throw new LinkageError("killed " + moment);
                  }
                },
                _ -> {}))
        .isInstanceOf(LinkageError.class);
    assertThat(web.recover()).as("the dead bot's lease still runs").isEmpty();

    clock.pass(Duration.ofMinutes(2));
    assertThat(web.recover())
        .singleElement()
        .satisfies(one -> assertThat(one.verdict()).isInstanceOf(Verdict.Detached.class));
    web.ended(State.DETACHED);
    eventuallyRuns("web_db", "app:2");
    eventuallyRuns("web_app", "app:3");
  }

  private void eventuallyRuns(String service, String image) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(web.running(service)).containsExactly(image));
  }
}
