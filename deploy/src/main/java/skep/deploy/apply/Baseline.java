package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import skep.deploy.release.Release;

/**
 * What a failed run goes back to: the own record of the release that was in effect when it began
 * or, where a service is not in that, what the service was just before.
 *
 * @param release empty where there was none, where its own way back had failed, or where its record
 *     is gone
 * @param before by service name
 */
record Baseline(Optional<Release> release, Map<String, ObjectNode> before) {
  Baseline {
    before = Map.copyOf(before);
  }

  Optional<ObjectNode> recorded(String service) {
    return release.map(it -> it.services().get(service));
  }

  Optional<ObjectNode> before(String service) {
    return Optional.ofNullable(before.get(service));
  }

  Optional<ObjectNode> network(String name) {
    return release.map(it -> it.networks().get(name));
  }
}
