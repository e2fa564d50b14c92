package skep.deploy.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/** A Docker config with its data. {@code spec}: the {@code ConfigSpec} without {@code Data}. */
public record SwarmConfig(
    String id,
    long version,
    String name,
    Map<String, String> labels,
    ObjectNode spec,
    byte[] data,
    Instant created) {
  public SwarmConfig {
    labels = Map.copyOf(labels);
  }
}
