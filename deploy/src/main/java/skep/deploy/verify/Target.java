package skep.deploy.verify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.stream.Collectors;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmTask;

/**
 * What a service should come to.
 *
 * @param spec the wanted spec as the engine reported it after the change
 * @param past ids of tasks that had ended before the change: their failures do not count
 */
public record Target(String name, String serviceId, ObjectNode spec, Set<String> past) {
  private static final Set<String> ENDED =
      Set.of("complete", "shutdown", "failed", "rejected", "remove", "orphaned");

  public Target {
    spec = spec.deepCopy();
    past = Set.copyOf(past);
  }

  public static Target of(SwarmService service, Set<String> past) {
    return new Target(service.name(), service.id(), service.spec(), past);
  }

  /** Ids of the tasks that have ended: what to pass as {@code past}, read before the change. */
  public static Set<String> ended(Iterable<SwarmTask> tasks) {
    return java.util.stream.StreamSupport.stream(tasks.spliterator(), false)
        .filter(task -> ENDED.contains(task.state()))
        .map(SwarmTask::id)
        .collect(Collectors.toUnmodifiableSet());
  }
}
