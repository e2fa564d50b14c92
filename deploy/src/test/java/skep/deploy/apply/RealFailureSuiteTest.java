package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.creating;
import static skep.deploy.apply.Scene.orderOf;
import static skep.deploy.apply.Scene.remove;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.release.RecordData;
import skep.deploy.release.Release;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmTask;
import skep.deploy.verify.Probe;
import skep.deploy.verify.Timing;

/** The failure suite on real engines: what is said at the end is what runs. */
@LabTest(LabTest.SECOND)
class RealFailureSuiteTest {
  private static final Timing TIMING =
      new Timing(
          Duration.ofMillis(200),
          Duration.ofSeconds(2),
          Duration.ofSeconds(60),
          Duration.ofMinutes(3));
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofMillis(200));

  private final Lab lab;
  private final Swarm swarm;
  private Scene scene;

  RealFailureSuiteTest(Lab lab) {
    this.lab = lab;
    this.swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(20));
  }

  @BeforeEach
  void theStackRunsVerified() {
    clean();
    scene = new Scene(swarm, TIMING, PATIENCE);
    verifiedNew(
        scene.run(
            orderOf(
                scene.plan(
                    network("web_default"),
                    change(Action.CREATE, service("web_db", "app:1")),
                    change(Action.CREATE, service("web_app", "app:1"), "web_db")))));
    scene.events.clear();
  }

  @AfterEach
  void clean() {
    for (SwarmService service : swarm.services(Map.of("com.docker.stack.namespace", ""))) {
      swarm.removeService(service.id());
    }
    swarm.secrets().forEach(secret -> swarm.removeSecret(secret.id()));
    swarm.configs(Map.of("skep.record", "")).forEach(config -> swarm.removeConfig(config.id()));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(EngineException.class)
        .until(() -> {
          swarm.networks().stream()
              .filter(network -> network.name().startsWith("web_"))
              .forEach(network -> swarm.removeNetwork(network.id()));
          return true;
        });
  }

  private Change network(String name) {
    ObjectNode spec = RecordData.object().put("Name", name).put("Driver", "overlay");
    spec.putObject("Labels").put("com.docker.stack.namespace", "web");
    return new Change(
        ObjectKind.NETWORK,
        name,
        Action.CREATE,
        List.of(),
        java.util.Optional.empty(),
        java.util.Optional.of(spec),
        List.of());
  }

  private ObjectNode service(String name, String image) {
    ObjectNode spec = Scene.attached(Scene.service(name, lab.image(image)));
    ObjectNode task = spec.withObjectProperty("TaskTemplate");
    task.putObject("RestartPolicy").put("Condition", "any").put("Delay", 200_000_000L);
    task.withObjectProperty("ContainerSpec").put("StopGracePeriod", 1_000_000_000L);
    spec.putObject("EndpointSpec").put("Mode", "dnsrr");
    spec.putObject("UpdateConfig")
        .put("Parallelism", 0)
        .put("FailureAction", "continue")
        .put("Monitor", 1_000_000_000L);
    return spec;
  }

  private ObjectNode once(String name, String behaviour) {
    ObjectNode spec = service(name, "app:1");
    ObjectNode task = spec.withObjectProperty("TaskTemplate");
    task.putObject("RestartPolicy").put("Condition", "none");
    task.withObjectProperty("ContainerSpec").putArray("Env").add("BEHAVIOUR=" + behaviour);
    return spec;
  }

  private Verdict update(ObjectNode db, ObjectNode app) {
    return scene.run(
        orderOf(scene.plan(change(Action.UPDATE, db), change(Action.UPDATE, app, "web_db"))));
  }

  private List<String> running(String service) {
    return swarm.service(service).map(SwarmService::id).map(swarm::tasks).orElse(List.of()).stream()
        .filter(task -> task.state().equals("running") && task.desiredState().equals("running"))
        .map(SwarmTask::spec)
        .map(spec -> spec.at("/ContainerSpec/Image").asText().replaceAll(".*/", ""))
        .toList();
  }

  private void runsOld() {
    assertThat(running("web_db")).containsExactly("app:1", "app:1");
    assertThat(running("web_app")).containsExactly("app:1", "app:1");
  }

  private Verdict.VerifiedOld verifiedOld(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.VerifiedOld.class);
    runsOld();
    assertThat(scene.releases.latest("web").map(Release::state))
        .contains(Release.State.ROLLED_BACK);
    assertThat(scene.locks.holder("web")).isEmpty();
    return (Verdict.VerifiedOld) verdict;
  }

  private void verifiedNew(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.VerifiedNew.class);
    assertThat(scene.releases.latest("web").map(Release::state)).contains(Release.State.RELEASED);
  }

  @Test
  void aGoodUpdateIsVerifiedNew() {
    verifiedNew(update(service("web_db", "app:2"), service("web_app", "app:3")));
    assertThat(running("web_db")).containsExactly("app:2", "app:2");
    assertThat(running("web_app")).containsExactly("app:3", "app:3");
  }

  @Test
  void anImageThatIsMissing() {
    var old = verifiedOld(update(service("web_db", "app:2"), service("web_app", "app:nowhere")));
    assertThat(old.reason()).contains("web_app", "No such image");
    assertThat(old.report().task().orElseThrow().node()).isEqualTo("node1");
  }

  @Test
  void aCrashLoop() {
    var old = verifiedOld(update(service("web_db", "app:2"), service("web_app", "app:crash")));
    assertThat(old.reason()).contains("web_app does not stay up", "exit code 3");
    assertThat(old.report().log()).anyMatch(line -> line.contains("cannot open the database"));
  }

  @Test
  void anUnhealthyService() {
    var old = verifiedOld(update(service("web_db", "app:unhealthy"), service("web_app", "app:2")));
    assertThat(old.reason()).contains("web_db", "unhealthy");
  }

  @Test
  void aHealthyServiceIsVerifiedNew() {
    verifiedNew(update(service("web_db", "app:healthy"), service("web_app", "app:2")));
  }

  @Test
  void aOneShotThatFails() {
    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    change(Action.CREATE, once("web_migrate", "crash")),
                    change(Action.UPDATE, service("web_app", "app:2"), "web_migrate"))));
    assertThat(verifiedOld(verdict).reason()).contains("web_migrate", "exit code 3");
    assertThat(swarm.service("web_migrate")).isEmpty();
  }

  @Test
  void aOneShotThatEndsWell() {
    verifiedNew(scene.run(orderOf(scene.plan(change(Action.CREATE, once("web_migrate", "once"))))));
  }

  @Test
  void aReplicatedJobThatFailsAndOneThatCompletes() {
    ObjectNode good = once("web_good", "once");
    good.putObject("Mode")
        .putObject("ReplicatedJob")
        .put("MaxConcurrent", 1)
        .put("TotalCompletions", 2);
    good.remove("UpdateConfig");
    verifiedNew(scene.run(orderOf(scene.plan(change(Action.CREATE, good)))));

    ObjectNode bad = once("web_bad", "crash");
    bad.set("Mode", good.get("Mode"));
    bad.remove("UpdateConfig");
    assertThat(verifiedOld(scene.run(orderOf(scene.plan(change(Action.CREATE, bad))))).reason())
        .contains("web_bad", "exit code 3");
  }

  @Test
  void aGlobalServiceAndOneWithoutTasks() {
    ObjectNode everywhere = service("web_agent", "app:1");
    everywhere.putObject("Mode").putObject("Global");
    ObjectNode none = service("web_spare", "app:1");
    none.putObject("Mode").putObject("Replicated").put("Replicas", 0);
    verifiedNew(
        scene.run(
            orderOf(scene.plan(change(Action.CREATE, everywhere), change(Action.CREATE, none)))));
    assertThat(running("web_agent")).containsExactly("app:1");
  }

  @Test
  void anUpdateThatIsPaused() {
    ObjectNode app = service("web_app", "app:crash");
    app.withObjectProperty("UpdateConfig").put("FailureAction", "pause");
    assertThat(verifiedOld(update(service("web_db", "app:2"), app)).reason())
        .contains("web_app was paused by the Swarm");
  }

  @Test
  void anUpdateTheSwarmRollsBackItself() {
    ObjectNode app = service("web_app", "app:crash");
    app.withObjectProperty("UpdateConfig").put("FailureAction", "rollback");
    assertThat(verifiedOld(update(service("web_db", "app:2"), app)).reason())
        .contains("web_app was rolled back by the Swarm itself");
  }

  @Test
  void aStartFirstUpdateThatFails() {
    ObjectNode app = service("web_app", "app:crash");
    app.withObjectProperty("UpdateConfig").put("Order", "start-first");
    verifiedOld(update(service("web_db", "app:2"), app));
  }

  @Test
  void somebodyElseUpdatesAServiceBeforeItsTurn() {
    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    change(Action.UPDATE, service("web_db", "app:2")),
                    change(Action.UPDATE, service("web_app", "app:2"), "web_db"))),
            moment -> {
              if (moment.equals("after update service web_db")) {
                lab.docker("service", "scale", "--detach", "web_app=3");
              }
            });
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.VerifiedOld.class,
            old -> assertThat(old.reason()).isEqualTo("somebody else changed web_app meanwhile"));
    assertThat(running("web_db")).containsExactly("app:1", "app:1");
    Awaitility.await().untilAsserted(() -> assertThat(running("web_app")).hasSize(3));
  }

  @Test
  void somebodyElseUpdatesAServiceWhileItConverges() {
    Verdict verdict =
        scene.run(
            orderOf(scene.plan(change(Action.UPDATE, service("web_app", "app:2")))),
            moment -> {
              if (moment.equals("noted verifying")) {
                lab.docker("service", "update", "--detach", "--env-add", "A=b", "web_app");
              }
            });
    assertThat(verifiedOld(verdict).reason()).isEqualTo("somebody else changed web_app meanwhile");
  }

  @Test
  void aSecretInUseAndANetworkInUseAreLeftAndSaid() {
    swarm.createSecret(RecordData.object().put("Name", "web_password-1").put("Data", "eA=="));
    ObjectNode other = Scene.service("other_app", lab.image("app:1"));
    other
        .withObjectProperty("TaskTemplate")
        .withObjectProperty("ContainerSpec")
        .withArrayProperty("Secrets")
        .addObject()
        .put("SecretID", swarm.secrets().getFirst().id())
        .put("SecretName", "web_password-1")
        .putObject("File")
        .put("Name", "password")
        .put("UID", "0")
        .put("GID", "0")
        .put("Mode", 292);
    swarm.createService(other, RegistryCredential.NONE);

    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    change(Action.UPDATE, service("web_app", "app:2")),
                    remove(ObjectKind.SECRET, "web_password-1"),
                    remove(ObjectKind.NETWORK, "web_default"))));

    verifiedNew(verdict);
    assertThat(((Verdict.VerifiedNew) verdict).report().notes())
        .anyMatch(note -> note.contains("secret web_password-1 was left"))
        .anyMatch(note -> note.contains("network web_default was left"));
  }

  @Test
  void aProbeThatFailsAndACommandThatAnswers() {
    Verdict good =
        scene.run(
            orderOf(
                scene.plan(change(Action.UPDATE, service("web_app", "app:2"))),
                new Probe.Command(
                    lab.image("app:1"), List.of("true"), List.of(), Duration.ofSeconds(30))));
    verifiedNew(good);
    Verdict bad =
        scene.run(
            orderOf(
                scene.plan(change(Action.UPDATE, service("web_app", "app:3"))),
                new Probe.Command(
                    lab.image("app:1"), List.of("false"), List.of(), Duration.ofSeconds(3))));
    assertThat(bad)
        .isInstanceOfSatisfying(
            Verdict.VerifiedOld.class,
            old -> assertThat(old.reason()).contains("command false", "exit 1"));
    assertThat(running("web_app")).containsExactly("app:2", "app:2");
    assertThat(swarm.services(Map.of("skep.probe", ""))).isEmpty();
  }

  @Test
  void aFirstDeploymentThatFailsLeavesNothing() {
    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    network("web_extra"),
                    creating(ObjectKind.SECRET, "web_token-1"),
                    change(Action.CREATE, service("web_new", "app:crash")))));
    verifiedOld(verdict);
    assertThat(swarm.service("web_new")).isEmpty();
    assertThat(swarm.secrets()).isEmpty();
    assertThat(swarm.networks()).extracting(it -> it.name()).doesNotContain("web_extra");
  }
}
