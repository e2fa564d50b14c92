package skep.deploy.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmTask;
import skep.deploy.verify.Convergence.Until;

class ConvergenceTest {
  private static final Timing TIMING =
      new Timing(
          Duration.ofMillis(10),
          Duration.ofMillis(300),
          Duration.ofSeconds(2),
          Duration.ofSeconds(20));

  private final SimulatedSwarm swarm = SimulatedSwarm.start(Options.QUICK);
  private final Convergence convergence = new Convergence(swarm, TIMING);
  private final List<String> progress = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    swarm.close();
  }

  private static ObjectNode spec(String image) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode().put("Name", "web_app");
    ObjectNode task = spec.putObject("TaskTemplate");
    task.putObject("ContainerSpec").put("Image", image);
    task.putObject("RestartPolicy").put("Condition", "any");
    return spec;
  }

  private ObjectNode job(String image, String mode) {
    ObjectNode spec = spec(image);
    spec.putObject("Mode").putObject(mode);
    spec.withObjectProperty("TaskTemplate").putObject("RestartPolicy").put("Condition", "none");
    return spec;
  }

  private SwarmService create(ObjectNode spec) {
    return swarm.service(swarm.createService(spec, RegistryCredential.NONE).id()).orElseThrow();
  }

  private Settlement update(SwarmService before, ObjectNode spec) {
    Set<String> past = Target.ended(swarm.tasks(before.id()));
    swarm.updateService(before, spec, RegistryCredential.NONE);
    return settle(Target.of(swarm.service(before.id()).orElseThrow(), past));
  }

  private Convergence.Following follow(Target target) {
    return convergence.follow(List.of(target), new Onlooker());
  }

  private final class Onlooker implements Convergence.Owner {
    @Override
    public void stillOurs() {}

    @Override
    public void closer(String service, Progress now) {
      progress.add(service + " " + now.state());
    }

    @Override
    public void rewrite(Target target) {
      throw new AssertionError("the simulated engine forgets no task");
    }
  }

  private Settlement settle(Target target) {
    return follow(target).await(Until.FIRST_FAILURE).get("web_app");
  }

  private Settlement settle(SwarmService service) {
    return settle(Target.of(service, Set.of()));
  }

  @Test
  void aServiceThatRunsIsBelievedAndItsWayTold() {
    assertThat(settle(create(spec("example/app:1")))).isInstanceOf(Settlement.Converged.class);
    assertThat(progress).last().isEqualTo("web_app 1/1 running");
  }

  @Test
  void whatFindsNoNodeIsTimedOut() {
    ObjectNode spec = spec("example/app:1");
    spec.withObjectProperty("TaskTemplate")
        .putObject("Placement")
        .putArray("Constraints")
        .add("node.labels.disk == ssd");
    assertThat(settle(create(spec)))
        .isInstanceOfSatisfying(
            Settlement.TimedOut.class,
            end -> assertThat(end.words()).contains("did not get there in time", "0/1", "pending"));
  }

  @Test
  void whatEndsWhileProbesAreAskedIsSeenByTheSecondWait() {
    var following = follow(Target.of(create(spec("example/app:1")), Set.of()));
    assertThat(following.await(Until.FIRST_FAILURE).get("web_app").isGood()).isTrue();

    assertThat(following.await(Until.FIRST_FAILURE).get("web_app").isGood()).isTrue();
    swarm.loseNode(swarm.info().nodeId());
    assertThat(following.await(Until.FIRST_FAILURE).get("web_app"))
        .isInstanceOf(Settlement.TimedOut.class);
  }

  @Test
  void whatMovedWhileProbesWereAskedMustProveItselfAnew() {
    var following = follow(Target.of(create(spec("example/app:1")), Set.of()));
    assertThat(following.await(Until.FIRST_FAILURE).get("web_app").isGood()).isTrue();
    swarm.addNode("simulated-2", "worker", Map.of());
    swarm.loseNode(swarm.info().nodeId());
    long begin = System.nanoTime();

    assertThat(following.await(Until.FIRST_FAILURE).get("web_app").isGood()).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - begin))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
  }

  @Test
  void aCrashLoopIsUnhealthy() {
    assertThat(settle(create(spec("example/app:crash")))).isInstanceOf(Settlement.Unhealthy.class);
  }

  @Test
  void aReplicatedJobAndAGlobalJobComplete() {
    ObjectNode replicated = job("example/job:once", "ReplicatedJob");
    replicated
        .withObjectProperty("Mode")
        .withObjectProperty("ReplicatedJob")
        .put("MaxConcurrent", 1)
        .put("TotalCompletions", 2);
    SwarmService service = create(replicated);
    assertThat(settle(service).words()).contains("2/2 complete");
    swarm.removeService(service.id());

    swarm.addNode("simulated-2", "worker", Map.of());
    assertThat(settle(create(job("example/job:once", "GlobalJob"))).words())
        .contains("2/2 complete");
  }

  @Test
  void aJobThatFailsIsUnhealthy() {
    assertThat(settle(create(job("example/job:crash", "ReplicatedJob"))))
        .isInstanceOf(Settlement.Unhealthy.class);
  }

  @Test
  void aJobThatRunsAgainForALabelIsJudgedByItsNewRun() {
    SwarmService first = create(job("example/job:once", "ReplicatedJob"));
    assertThat(settle(first)).isInstanceOf(Settlement.Converged.class);
    ObjectNode labelled = job("example/job:once", "ReplicatedJob");
    labelled.putObject("Labels").put("by", "hand");

    assertThat(update(swarm.service(first.id()).orElseThrow(), labelled))
        .isInstanceOf(Settlement.Converged.class);
    // Judged by the first run it would have been over before the second one had ended.
    assertThat(swarm.tasks(first.id()))
        .extracting(SwarmTask::state)
        .containsExactly("complete", "complete");
  }
}
