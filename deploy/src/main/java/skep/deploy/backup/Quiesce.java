package skep.deploy.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import skep.deploy.estate.BackupPolicy.Step;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.InterruptedRunException;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmService;

/**
 * Scales services for the time of a snapshot, and back. The number from before is recorded before
 * anything is scaled, so that whoever comes after a bot that died puts it back.
 */
public final class Quiesce {
  private static final Duration TO_STOP = Duration.ofMinutes(3);
  private static final Duration BETWEEN = Duration.ofMillis(500);

  private final Swarm swarm;
  private final RunRecords records;
  private final Function<String, RegistryCredential> logins;
  private final Runnable allowed;

  public Quiesce(Swarm swarm, RunRecords records, Function<String, RegistryCredential> logins) {
    this(swarm, records, logins, () -> {});
  }

  private Quiesce(
      Swarm swarm,
      RunRecords records,
      Function<String, RegistryCredential> logins,
      Runnable allowed) {
    this.swarm = swarm;
    this.records = records;
    this.logins = logins;
    this.allowed = allowed;
  }

  /**
   * The same for somebody who may lose the right to it.
   *
   * @param question asked before every change; throws where it is not allowed any more
   */
  Quiesce under(Runnable question) {
    return new Quiesce(swarm, records, logins, question);
  }

  /**
   * Scales it and waits until no more tasks than that run.
   *
   * @throws StepFailedException where it cannot be
   */
  void scale(Run run, Step.Scale step) {
    SwarmService service = service(step.service());
    int before = replicas(service);
    allowed.run();
    records.scaling(run, step.service(), before);
    if (before != step.replicas()) {
      update(service, step.replicas());
    }
    long end = System.nanoTime() + TO_STOP.toNanos();
    while (alive(service.id()) > step.replicas()) {
      if (System.nanoTime() - end > 0) {
        throw new StepFailedException(
            "%s still runs more than %d tasks after %d min"
                .formatted(step.service(), step.replicas(), TO_STOP.toMinutes()));
      }
      pause();
    }
  }

  private SwarmService service(String name) {
    SwarmService service =
        swarm
            .service(name)
            .filter(found -> found.name().equals(name))
            .orElseThrow(
                () -> new StepFailedException("there is no service " + name + " to be scaled"));
    if (!service.spec().path("Mode").has("Replicated")) {
      throw new StepFailedException(name + " has no number of replicas that could be changed");
    }
    return service;
  }

  /**
   * Gives every service the run scaled its number back, whatever happened since.
   *
   * @return what could not be done, in sentences
   */
  List<String> putBack(Run run) {
    List<String> left = new ArrayList<>();
    Map<String, Integer> scaled = records.find(run).map(RunRecords.Begun::scaled).orElse(Map.of());
    scaled.forEach((name, replicas) -> {
      try {
        swarm
            .service(name)
            .filter(service -> service.name().equals(name))
            .filter(service -> replicas(service) != replicas)
            .ifPresent(service -> update(service, replicas));
        records.putBack(run, name);
      } catch (EngineException e) {
        left.add(
            "%s is still scaled down (%s); docker service scale %s=%d"
                .formatted(name, e.getMessage(), name, replicas));
      }
    });
    return left;
  }

  private void update(SwarmService seen, int replicas) {
    SwarmService service = seen;
    while (true) {
      allowed.run();
      ObjectNode spec = service.spec().deepCopy();
      ((ObjectNode) spec.path("Mode").path("Replicated")).put("Replicas", replicas);
      String image = spec.path("TaskTemplate").path("ContainerSpec").path("Image").asText();
      try {
        swarm.updateService(service, spec, logins.apply(image));
        return;
      } catch (EngineException.Moved e) {
        service = swarm.service(seen.id()).orElseThrow(() -> e);
      }
    }
  }

  private long alive(String service) {
    return swarm.tasks(service).stream()
        .filter(task ->
            List.of("running", "starting", "preparing", "ready", "assigned").contains(task.state()))
        .count();
  }

  private static int replicas(SwarmService service) {
    return service.spec().path("Mode").path("Replicated").path("Replicas").asInt(1);
  }

  private static void pause() {
    try {
      Thread.sleep(BETWEEN);
    } catch (InterruptedException e) {
      throw InterruptedRunException.of("while waiting for tasks to stop", e);
    }
  }
}
