package skep.deploy.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * A network as the engine reports it.
 *
 * @param scope {@code swarm} or {@code local}
 * @param inspect the Engine API's whole {@code Network} object
 */
public record SwarmNetwork(
    String id,
    String name,
    String driver,
    String scope,
    Map<String, String> labels,
    ObjectNode inspect) {
  public SwarmNetwork {
    labels = Map.copyOf(labels);
  }
}
