package skep.deploy.apply;

import java.util.List;
import java.util.Map;
import skep.deploy.plan.Plan;
import skep.deploy.release.Consent;
import skep.deploy.release.Release.Actor;
import skep.deploy.verify.Probe;

/**
 * A plan to carry out, and for whom.
 *
 * @param origin where the answer belongs (a message id), kept with the release
 * @param fingerprints of the contents of secrets and configs, by versioned name; what is missing is
 *     pinned all the same
 */
public record Order(
    Plan plan,
    Actor requestedBy,
    Consent consent,
    String origin,
    List<Probe> probes,
    Contents contents,
    Map<String, String> fingerprints) {
  public Order {
    probes = List.copyOf(probes);
    fingerprints = Map.copyOf(fingerprints);
  }
}
