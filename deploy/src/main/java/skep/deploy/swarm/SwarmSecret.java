package skep.deploy.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;

/** A Docker secret: never its value. {@code spec}: the Engine API's {@code SecretSpec}. */
public record SwarmSecret(
    String id,
    long version,
    String name,
    Map<String, String> labels,
    ObjectNode spec,
    Instant created) {
  public SwarmSecret {
    labels = Map.copyOf(labels);
  }
}
