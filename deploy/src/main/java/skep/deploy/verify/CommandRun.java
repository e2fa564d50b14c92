package skep.deploy.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmTask;

/**
 * Runs a probe's command as a service of one task that is not started again, and removes it. Every
 * engine has that; job modes came with API 1.41.
 */
final class CommandRun {
  /** Scheduling a task and starting its container, on a busy node. */
  private static final Duration TO_START = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(CommandRun.class);
  private static final String LABEL = "skep.probe";
  private static final Set<String> FAILED = Set.of("failed", "rejected", "orphaned", "remove");

  private final Swarm swarm;
  private final Function<String, RegistryCredential> logins;
  private final Duration between;

  CommandRun(Swarm swarm, Function<String, RegistryCredential> logins, Duration between) {
    this.logins = logins;
    this.swarm = swarm;
    this.between = between;
  }

  /**
   * Empty where the command exited with 0 before the deadline (of {@link System#nanoTime}); a
   * command begun shortly before it is given time to start all the same.
   */
  Optional<String> run(String stack, Probe.Command probe, long deadline) {
    String name = "skep-probe-" + UUID.randomUUID();
    try {
      String id = swarm.createService(spec(name, stack, probe), logins.apply(probe.image())).id();
      return await(id, later(deadline, System.nanoTime() + TO_START.toNanos()));
    } catch (EngineException e) {
      return Optional.of("the command could not be run (%s)".formatted(e.getMessage()));
    } finally {
      remove(name);
    }
  }

  /** Removes the probes of a stack that nobody waits for any more. */
  void sweep(String stack) {
    try {
      swarm.services(Map.of(LABEL, stack)).forEach(left -> remove(left.id()));
    } catch (EngineException e) {
      LOG.warn("probes left behind by {} could not be looked for: {}", stack, e.getMessage());
    }
  }

  /** By name, because the answer to its creation may have got lost. What stays is swept later. */
  private void remove(String idOrName) {
    try {
      swarm.service(idOrName).ifPresent(left -> swarm.removeService(left.id()));
    } catch (EngineException.NotFound e) {
      // Somebody else removed it, which is what is wanted.
    } catch (EngineException e) {
      LOG.warn("the probe {} is left behind: {}", idOrName, e.getMessage());
    }
  }

  private static long later(long one, long other) {
    return one - other > 0 ? one : other;
  }

  private Optional<String> await(String id, long deadline) {
    while (true) {
      List<SwarmTask> tasks = swarm.tasks(id);
      if (!tasks.isEmpty()) {
        SwarmTask task = tasks.getFirst();
        if (task.state().equals("complete")) {
          return Optional.empty();
        }
        if (FAILED.contains(task.state())) {
          String code = task.exitCode().isPresent() ? " " + task.exitCode().getAsInt() : "";
          return Optional.of("exit%s (%s)".formatted(code, task.error()));
        }
      }
      if (System.nanoTime() - deadline >= 0) {
        return Optional.of("it did not end in time");
      }
      pause();
    }
  }

  private static ObjectNode spec(String name, String stack, Probe.Command probe) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode();
    spec.put("Name", name);
    spec.putObject("Labels").put(LABEL, stack);
    ObjectNode task = spec.putObject("TaskTemplate");
    ObjectNode container = task.putObject("ContainerSpec").put("Image", probe.image());
    probe.command().forEach(container.withArrayProperty("Command")::add);
    task.putObject("RestartPolicy").put("Condition", "none");
    probe
        .networks()
        .forEach(network -> task.withArrayProperty("Networks").addObject().put("Target", network));
    spec.putObject("Mode").putObject("Replicated").put("Replicas", 1);
    return spec;
  }

  private void pause() {
    try {
      Thread.sleep(between);
    } catch (InterruptedException e) {
      throw Verifier.interrupted(e);
    }
  }
}
