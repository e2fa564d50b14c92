package skep.deploy.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A machine of the Swarm.
 *
 * @param role {@code manager} or {@code worker}
 * @param availability {@code active}, {@code pause} or {@code drain}
 * @param state {@code ready}, {@code down}, …
 * @param labels node labels; {@code engineLabels} those of the engine
 * @param nanoCpus what the machine has; {@code memoryBytes} likewise
 * @param genericResources how many it has of each kind
 * @param plugins {@code Type/Name} pairs: {@code Volume/local}, {@code Network/overlay}
 */
public record SwarmNode(
    String id,
    String hostname,
    String role,
    String availability,
    String state,
    String address,
    String os,
    String architecture,
    Map<String, String> labels,
    Map<String, String> engineLabels,
    long nanoCpus,
    long memoryBytes,
    Map<String, Long> genericResources,
    Set<String> plugins,
    Optional<ObjectNode> managerStatus) {
  public SwarmNode {
    labels = Map.copyOf(labels);
    engineLabels = Map.copyOf(engineLabels);
    genericResources = Map.copyOf(genericResources);
    plugins = Set.copyOf(plugins);
  }

  /** Whether new tasks can be placed here now. */
  public boolean takesTasks() {
    return state.equals("ready") && availability.equals("active");
  }
}
