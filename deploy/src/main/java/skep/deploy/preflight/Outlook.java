package skep.deploy.preflight;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.swarm.SwarmService;

/**
 * The Swarm as it would be.
 *
 * @param touched specs the plan sends, by service name
 * @param services specs of all services after it, by name
 */
record Outlook(
    Plan plan,
    ActualStack actual,
    Map<String, ObjectNode> touched,
    Map<String, ObjectNode> services) {

  static Outlook of(Plan plan, ActualStack actual) {
    var services = new TreeMap<String, ObjectNode>();
    actual.services().forEach((SwarmService one) -> services.put(one.name(), one.spec()));
    var touched = new TreeMap<String, ObjectNode>();
    for (Change change : plan.changes()) {
      if (change.kind() == ObjectKind.SERVICE) {
        if (change.action() == Action.REMOVE) {
          services.remove(change.name());
        }
        change.spec().ifPresent(spec -> touched.put(change.name(), spec));
      }
    }
    services.putAll(touched);
    return new Outlook(plan, actual, touched, services);
  }

  /** Names of the objects of a kind the plan makes. */
  Set<String> created(ObjectKind kind) {
    return plan.changes().stream()
        .filter(change -> change.kind() == kind && change.action() == Action.CREATE)
        .map(Change::name)
        .collect(Collectors.toUnmodifiableSet());
  }
}
