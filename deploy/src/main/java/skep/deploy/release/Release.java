package skep.deploy.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.secrets.repository.CommitId;

/**
 * One deployment of a stack, as it was applied.
 *
 * @param number counts from 1 within the stack
 * @param services the rendered specs as applied (digests pinned, versioned secrets and configs
 *     named), by service name: what a rollback goes back to
 * @param networks the network specs, by name
 * @param fingerprints keyed hash of each secret's and config's content, by its versioned name
 * @param plan id of the plan it carries out
 * @param previous the release in effect when this one began, which it goes back to where it fails;
 *     empty where there was none, or its own way back had failed
 * @param backTo the release whose specs it applied again, where it is a rollback
 */
public record Release(
    String stack,
    int number,
    State state,
    CommitId commit,
    String plan,
    Map<String, ObjectNode> services,
    Map<String, ObjectNode> networks,
    Map<String, String> fingerprints,
    Actor requestedBy,
    Consent consent,
    Optional<Integer> previous,
    String origin,
    Instant started,
    Optional<Instant> ended,
    String outcome,
    List<String> journal,
    Optional<Integer> backTo) {

  public Release {
    services = Map.copyOf(services);
    networks = Map.copyOf(networks);
    fingerprints = Map.copyOf(fingerprints);
    journal = List.copyOf(journal);
  }

  /** How far it came. */
  public enum State {
    APPLYING,
    VERIFYING,
    /** Verified: the only state a rollback trusts without {@code --force}. */
    RELEASED,
    /** Failed, and everything it touched is back at the release before. */
    ROLLED_BACK,
    /** Failed, and the way back failed too: a person must look. */
    FAILED,
    /** Applied with {@code --detach}, or adopted as it was: nobody watched it converge. */
    DETACHED;

    /** As it stands in labels and messages: {@code rolled-back}. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    public boolean inFlight() {
      return this == APPLYING || this == VERIFYING;
    }

    /** Whether it changed the stack for good: the newest such release is what should run. */
    public boolean inEffect() {
      return switch (this) {
        case RELEASED, DETACHED, FAILED -> true;
        case APPLYING, VERIFYING, ROLLED_BACK -> false;
      };
    }
  }

  /**
   * Who did something, as recorded.
   *
   * @param id what decides: a Rocket.Chat user id, or {@code terminal:<user>}
   * @param name what is shown
   */
  public record Actor(String id, String name) {}
}
