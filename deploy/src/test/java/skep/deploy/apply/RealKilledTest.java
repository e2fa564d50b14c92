package skep.deploy.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.apply.Scene.change;
import static skep.deploy.apply.Scene.creatingVersion;
import static skep.deploy.apply.Scene.orderOf;
import static skep.deploy.apply.Scene.remove;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.deploy.docker.DockerHost;
import skep.deploy.docker.DockerSwarm;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.release.Release;
import skep.deploy.release.Release.State;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmSecret;
import skep.deploy.swarm.SwarmService;
import skep.deploy.verify.Timing;

/**
 * The bot is killed at each moment of a deployment that makes a secret, creates, updates and
 * removes services: on a real engine the next bot brings it to the one end that moment leaves.
 */
@LabTest
class RealKilledTest {
  private static final Timing TIMING =
      new Timing(
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofSeconds(60),
          Duration.ofMinutes(3));
  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofMillis(200));

  private final Lab lab;
  private final Swarm swarm;
  private final Scene scene;

  /** What runs now: an image, and by number the service and secret that change with each round. */
  private record Running(String image, int extra) {
    Running next(int round) {
      return new Running(image.equals("app:1") ? "app:2" : "app:1", round);
    }
  }

  RealKilledTest(Lab lab) {
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
    swarm.secrets().forEach(secret -> swarm.removeSecret(secret.id()));
    swarm.configs(Map.of("skep.record", "")).forEach(config -> swarm.removeConfig(config.id()));
  }

  private ObjectNode service(String name, String image) {
    ObjectNode spec = Scene.service(name, lab.image(image));
    // One: there are many moments, and starting containers is what takes long.
    spec.withObjectProperty("Mode").putObject("Replicated").put("Replicas", 1);
    ObjectNode task = spec.withObjectProperty("TaskTemplate");
    task.putObject("RestartPolicy").put("Condition", "any").put("Delay", 200_000_000L);
    task.withObjectProperty("ContainerSpec").put("StopGracePeriod", 1_000_000_000L);
    spec.putObject("EndpointSpec").put("Mode", "dnsrr");
    spec.putObject("UpdateConfig").put("Parallelism", 0).put("Monitor", 500_000_000L);
    return spec;
  }

  private ObjectNode withSecret(int number) {
    ObjectNode spec = service("web_extra-" + number, "app:1");
    spec.withObjectProperty("TaskTemplate")
        .withObjectProperty("ContainerSpec")
        .withArrayProperty("Secrets")
        .addObject()
        .put("SecretName", "web_token-" + number)
        .putObject("File")
        .put("Name", "token")
        .put("UID", "0")
        .put("GID", "0")
        .put("Mode", 292);
    return spec;
  }

  private Verdict from(Running now, Running next, Checkpoint checkpoint) {
    return scene.run(
        orderOf(
            scene.plan(
                creatingVersion(ObjectKind.SECRET, "web_token-" + next.extra(), "web_token"),
                change(Action.CREATE, withSecret(next.extra())),
                change(Action.UPDATE, service("web_db", next.image())),
                change(Action.UPDATE, service("web_app", next.image()), "web_db"),
                remove(ObjectKind.SERVICE, "web_extra-" + now.extra()),
                remove(ObjectKind.SECRET, "web_token-" + now.extra()))),
        checkpoint);
  }

  private Running begin() {
    Verdict verdict =
        scene.run(
            orderOf(
                scene.plan(
                    creatingVersion(ObjectKind.SECRET, "web_token-0", "web_token"),
                    change(Action.CREATE, withSecret(0)),
                    change(Action.CREATE, service("web_db", "app:1")),
                    change(Action.CREATE, service("web_app", "app:1"), "web_db"))));
    assertThat(verdict).isInstanceOf(Verdict.VerifiedNew.class);
    return new Running("app:1", 0);
  }

  @Test
  void atEachMoment() {
    Running begun = begin();
    List<String> moments = Collections.synchronizedList(new ArrayList<>());
    Running now = begun.next(1);
    assertThat(from(begun, now, moments::add)).isInstanceOf(Verdict.VerifiedNew.class);
    runs(now, "in peace");
    int applied = moments.indexOf("noted as done update service web_app");
    assertThat(applied).isBetween(8, moments.size() - 8);

    for (int i = 0; i < moments.size(); i++) {
      Running next = now.next(i + 2);
      killed(now, next, i);
      scene.clock.pass(Duration.ofMinutes(2));
      assertThat(scene.recover(Checkpoint.NONE)).as(moments.get(i)).hasSize(1);

      State end = i >= applied ? State.RELEASED : State.ROLLED_BACK;
      Release last = scene.releases.latest("web").orElseThrow();
      assertThat(last.state()).as(moments.get(i)).isEqualTo(end);
      now = end == State.RELEASED ? next : now;
      runs(now, moments.get(i));
    }
  }

  private void killed(Running now, Running next, int at) {
    var seen = new AtomicInteger();
    try {
      from(
          now,
          next,
          moment -> {
            if (seen.getAndIncrement() >= at) {
              throw new LinkageError("killed " + moment);
            }
          });
    } catch (LinkageError e) {
      return;
    }
    throw new AssertionError("not killed at moment " + at);
  }

  /** Services, their tasks, secrets and the record in effect all say the same. */
  private void runs(Running expected, String moment) {
    String extra = "web_extra-" + expected.extra();
    assertThat(swarm.services(Map.of("com.docker.stack.namespace", "web")))
        .as(moment)
        .extracting(SwarmService::name)
        .containsExactlyInAnyOrder("web_db", "web_app", extra);
    assertThat(running("web_db")).as(moment).containsExactly(expected.image());
    assertThat(running("web_app")).as(moment).containsExactly(expected.image());
    assertThat(running(extra)).as(moment).containsExactly("app:1");
    assertThat(swarm.secrets())
        .as(moment)
        .extracting(SwarmSecret::name)
        .containsExactly("web_token-" + expected.extra());
    assertThat(scene.releases.inEffect("web").orElseThrow().services())
        .as(moment)
        .containsOnlyKeys("web_db", "web_app", extra);
    assertThat(scene.releases.inFlight("web")).as(moment).isEmpty();
    assertThat(scene.locks.holder("web")).as(moment).isEmpty();
  }

  private List<String> running(String service) {
    return swarm.service(service).map(SwarmService::id).map(swarm::tasks).orElse(List.of()).stream()
        .filter(task -> task.state().equals("running") && task.desiredState().equals("running"))
        .map(task -> task.spec().at("/ContainerSpec/Image").asText().replaceAll(".*/", ""))
        .toList();
  }
}
