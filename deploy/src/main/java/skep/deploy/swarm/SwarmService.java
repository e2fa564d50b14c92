package skep.deploy.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A service as the engine reports it.
 *
 * @param version the object's version index, needed to update it
 * @param spec the Engine API's {@code ServiceSpec}
 */
public record SwarmService(
    String id, long version, String name, ObjectNode spec, Optional<UpdateStatus> update) {
  public SwarmService {
    spec = spec.deepCopy();
  }

  /** How a rolling update stands, in the engine's words. */
  public record UpdateStatus(State state, String message) {
    /** The Engine API's states; {@code UNKNOWN} for one a newer engine invents. */
    public enum State {
      UPDATING,
      PAUSED,
      COMPLETED,
      ROLLBACK_STARTED,
      ROLLBACK_PAUSED,
      ROLLBACK_COMPLETED,
      UNKNOWN
    }
  }
}
