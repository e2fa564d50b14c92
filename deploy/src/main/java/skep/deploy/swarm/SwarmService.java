package skep.deploy.swarm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A service as the engine reports it.
 *
 * @param version the object's version index, needed to update it
 * @param spec the Engine API's {@code ServiceSpec}
 * @param jobIteration which run of a job is the current one; every update of a job begins another
 */
public record SwarmService(
    String id,
    long version,
    String name,
    ObjectNode spec,
    Optional<UpdateStatus> update,
    OptionalLong jobIteration) {
  public SwarmService {
    spec = spec.deepCopy();
  }

  /** A service that is no job. */
  public SwarmService(
      String id, long version, String name, ObjectNode spec, Optional<UpdateStatus> update) {
    this(id, version, name, spec, update, OptionalLong.empty());
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
