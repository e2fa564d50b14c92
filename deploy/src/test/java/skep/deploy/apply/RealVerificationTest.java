package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.orderOf;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmTask;
import skep.deploy.verify.Probe;
import skep.deploy.verify.Timing;

/** Services on a real engine that change their mind while they are watched. */
@LabTest
class RealVerificationTest {
  private static final Timing TIMING =
      new Timing(
          Duration.ofMillis(200),
          Duration.ofSeconds(3),
          Duration.ofSeconds(60),
          Duration.ofMinutes(3));
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(2), Duration.ofMillis(200));

  private final Lab lab;
  private final Swarm swarm;
  private final Scene scene;

  RealVerificationTest(Lab lab) {
    this.lab = lab;
    this.swarm = DockerSwarm.connect(DockerHost.parse(lab.dockerHost()), Duration.ofSeconds(20));
    this.scene = new Scene(swarm, TIMING, PATIENCE);
  }

  @BeforeEach
  @AfterEach
  void clean() {
    swarm
        .services(Map.of("com.docker.stack.namespace", ""))
        .forEach(service -> swarm.removeService(service.id()));
    swarm.services(Map.of("skep.probe", "")).forEach(service -> swarm.removeService(service.id()));
    swarm.configs(Map.of("skep.record", "")).forEach(config -> swarm.removeConfig(config.id()));
  }

  private ObjectNode service(String name, String script) {
    ObjectNode spec = Scene.service(name, lab.image("app:1"));
    ObjectNode task = spec.withObjectProperty("TaskTemplate");
    task.putObject("RestartPolicy").put("Condition", "any").put("Delay", 1_000_000_000L);
    task.withObjectProperty("ContainerSpec")
        .put("StopGracePeriod", 1_000_000_000L)
        .putArray("Command")
        .add("sh")
        .add("-c")
        .add(script);
    return spec;
  }

  private static ObjectNode container(ObjectNode service) {
    return service.withObjectProperty("TaskTemplate").withObjectProperty("ContainerSpec");
  }

  private static void mount(ObjectNode service, String volume) {
    container(service)
        .putArray("Mounts")
        .addObject()
        .put("Type", "volume")
        .put("Source", volume)
        .put("Target", "/shared");
  }

  private ObjectNode job(String script) {
    ObjectNode spec = service("web_migrate", script);
    spec.withObjectProperty("TaskTemplate").putObject("RestartPolicy").put("Condition", "none");
    spec.putObject("Mode").putObject("ReplicatedJob").put("TotalCompletions", 1);
    return spec;
  }

  private static long inSeconds(int seconds) {
    return Instant.now().getEpochSecond() + seconds;
  }

  private List<String> states(String service) {
    return swarm.tasks(swarm.service(service).orElseThrow().id()).stream()
        .filter(task -> task.desiredState().equals("running"))
        .map(SwarmTask::state)
        .toList();
  }

  @Test
  void anAppThatCrashesUntilItsDatabaseIsUpIsVerifiedNew() {
    // However slow the machine is: both have failed three times when the database comes up.
    ObjectNode db =
        service(
            "web_db",
            "for i in 1 2; do until [ \"$(wc -l </shared/starts-$i)\" -ge 3 ]; do sleep 0.2; done;"
                + " done; touch /shared/up; exec app serve");
    db.withObjectProperty("Mode").putObject("Replicated").put("Replicas", 1);
    ObjectNode check = container(db).putObject("Healthcheck");
    check.putArray("Test").add("CMD").add("test").add("-f").add("/shared/up");
    check.put("Interval", 1_000_000_000L).put("Retries", 100);
    ObjectNode app =
        service(
            "web_app",
            "[ -e /shared/up ] || { echo >>/shared/starts-$SLOT; exit 3; }; exec app serve");
    container(app).putArray("Env").add("SLOT={{.Task.Slot}}");
    String shared = lab.unique("shared");
    List.of(db, app).forEach(service -> mount(service, shared));

    Verdict verdict =
        scene.run(orderOf(scene.plan(change(Action.CREATE, db), change(Action.CREATE, app))));

    assertThat(verdict).isInstanceOf(Verdict.VerifiedNew.class);
    assertThat(states("web_app")).containsExactly("running", "running");
    assertThat(swarm.tasks(swarm.service("web_app").orElseThrow().id()))
        .filteredOn(task -> task.state().equals("failed"))
        .hasSizeGreaterThanOrEqualTo(6);
  }

  @Test
  void anAppThatDiesWhileTheProbesAreAskedIsNot() {
    ObjectNode app = service("web_app", "sleep 7; exit 3");
    var probe =
        new Probe.Command(
            lab.image("app:1"), List.of("sleep", "8"), List.of(), Duration.ofSeconds(60));

    Verdict verdict = scene.run(orderOf(scene.plan(change(Action.CREATE, app)), probe));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.VerifiedOld.class,
            old -> assertThat(old.reason()).contains("web_app does not stay up", "exit code 3"));
  }

  @Test
  void aJobThatRunsAgainForALabelIsJudgedByItsNewRun() {
    ObjectNode job = job("[ $(date +%%s) -lt %d ]".formatted(inSeconds(20)));
    assertThat(scene.run(orderOf(scene.plan(change(Action.CREATE, job)))))
        .isInstanceOf(Verdict.VerifiedNew.class);
    ObjectNode labelled = job.deepCopy();
    labelled.withObjectProperty("Labels").put("by", "hand");

    assertThat(scene.run(orderOf(scene.plan(change(Action.UPDATE, labelled)))))
        .isInstanceOf(Verdict.VerifiedNew.class);
    assertThat(swarm.tasks(swarm.service("web_migrate").orElseThrow().id()))
        .extracting(task -> task.jobIteration().orElseThrow())
        .containsExactly(1L, 0L);

    sleepUntilItFails();
    labelled.withObjectProperty("Labels").put("by", "me");
    assertThat(scene.run(orderOf(scene.plan(change(Action.UPDATE, labelled)))))
        .isInstanceOfSatisfying(
            Verdict.Failed.class,
            failed -> assertThat(failed.state()).contains("web_migrate does not stay up"));
  }

  private static void sleepUntilItFails() {
    try {
      Thread.sleep(Duration.ofSeconds(20));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The engine forgets tasks on such a way back, about one time in ten for each service. */
  @Test
  void aWayBackFromManyCrashesLeavesNoTaskTooMany() {
    List<ObjectNode> good =
        IntStream.range(0, 8).mapToObj(i -> startFirst("web_app" + i, "exec app serve")).toList();
    assertThat(scene.run(orderOf(scene.plan(changes(Action.CREATE, good)))))
        .isInstanceOf(Verdict.VerifiedNew.class);
    List<ObjectNode> bad =
        IntStream.range(0, 8).mapToObj(i -> startFirst("web_app" + i, "exit 3")).toList();

    assertThat(scene.run(orderOf(scene.plan(changes(Action.UPDATE, bad)))))
        .isInstanceOf(Verdict.VerifiedOld.class);

    for (ObjectNode service : good) {
      assertThat(states(service.path("Name").asText())).containsExactly("running", "running");
    }
  }

  private ObjectNode startFirst(String name, String script) {
    ObjectNode spec = service(name, script);
    spec.putObject("UpdateConfig").put("Order", "start-first").put("FailureAction", "pause");
    return spec;
  }

  private static Change[] changes(Action action, List<ObjectNode> specs) {
    return specs.stream().map(spec -> change(action, spec)).toArray(Change[]::new);
  }

  @Test
  void whatABotThatDiedLeftOfItsProbesIsSweptByTheNextRun() {
    ObjectNode left = service("skep-probe-1", "sleep 600");
    left.putObject("Labels").put("skep.probe", "web");
    swarm.createService(left, RegistryCredential.NONE);

    scene.run(orderOf(scene.plan(change(Action.CREATE, service("web_app", "exec app serve")))));

    assertThat(swarm.services(Map.of("skep.probe", ""))).isEmpty();
  }
}
