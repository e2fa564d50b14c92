package skep.deploy.swarm;

import java.time.Instant;
import java.util.Map;

/**
 * Something happened in the Swarm.
 *
 * @param type {@code service}, {@code node}, {@code container}, …
 * @param action {@code update}, {@code create}, {@code remove}, {@code die}, …
 */
public record SwarmEvent(
    String type, String action, String id, Map<String, String> attributes, Instant at) {
  public SwarmEvent {
    attributes = Map.copyOf(attributes);
  }
}
