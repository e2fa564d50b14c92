package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.plan.content.Labels;
import skep.deploy.release.RecordData;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmService;

/** Writes down what a release will be, before anything changes. */
final class Drafting {
  private final Swarm swarm;
  private final Releases releases;

  Drafting(Swarm swarm, Releases releases) {
    this.swarm = swarm;
    this.releases = releases;
  }

  /** The specs of the plan's services as they are now; those that do not exist are not in it. */
  Map<String, ObjectNode> before(Plan plan) {
    var now = new HashMap<String, ObjectNode>();
    swarm
        .services(Map.of(Labels.NAMESPACE, plan.stack()))
        .forEach(service -> now.put(service.name(), service.spec()));
    var before = new HashMap<String, ObjectNode>();
    for (Change change : plan.changes()) {
      if (change.kind() == ObjectKind.SERVICE) {
        // What is not labelled as the stack's is looked for by its name: somebody may hold it.
        Optional.ofNullable(now.get(change.name()))
            .or(() -> swarm.service(change.name()).map(SwarmService::spec))
            .ifPresent(spec -> before.put(change.name(), spec));
      }
    }
    return before;
  }

  /** A secret or config the plan creates and nobody has the content of. */
  static Optional<String> missingContent(Order order) {
    return order.plan().changes().stream()
        .filter(change -> change.action() == Change.Action.CREATE)
        .filter(change -> change.kind() == ObjectKind.SECRET || change.kind() == ObjectKind.CONFIG)
        .filter(change -> change.spec().filter(spec -> spec.has("Driver")).isEmpty())
        .filter(change -> order.contents().of(change.kind(), change.name()).isEmpty())
        .map(Change::name)
        .findFirst();
  }

  Releases.Draft draft(Order order, Map<String, ObjectNode> before) {
    Plan plan = order.plan();
    List<SwarmNetwork> networks = swarm.networks();
    Map<String, ObjectNode> services = services(plan, before, networks);
    List<String> steps = Steps.of(plan, before).all().stream().map(Step::words).toList();
    return new Releases.Draft(
        plan.stack(),
        plan.commit(),
        plan.id(),
        services,
        networks(plan, networks),
        fingerprints(order, services),
        order.requestedBy(),
        order.consent(),
        order.origin(),
        steps,
        new Undertaking(plan, before, order.probes()).toJson(),
        backTo(plan.kind()));
  }

  private static Optional<Integer> backTo(Plan.Kind kind) {
    return switch (kind) {
      case Plan.Kind.Deploy() -> Optional.empty();
      case Plan.Kind.Rollback(int release) -> Optional.of(release);
    };
  }

  /** Of everything the services use; what is not new keeps what was recorded of it. */
  private Map<String, String> fingerprints(Order order, Map<String, ObjectNode> services) {
    Map<String, String> recorded =
        releases.inEffect(order.plan().stack()).map(Release::fingerprints).orElse(Map.of());
    var prints = new HashMap<String, String>();
    services.values().stream()
        .flatMap(spec -> References.contentsOf(spec).stream())
        .forEach(name ->
            prints.put(
                name, order.fingerprints().getOrDefault(name, recorded.getOrDefault(name, ""))));
    return prints;
  }

  /** All of the stack's services: what changes as planned, the rest as it runs. */
  private static Map<String, ObjectNode> services(
      Plan plan, Map<String, ObjectNode> before, List<SwarmNetwork> existing) {
    References references = References.ofNetworks(existing);
    var services = new HashMap<String, ObjectNode>();
    for (Change change : plan.changes()) {
      if (change.kind() == ObjectKind.SERVICE && change.action() != Change.Action.REMOVE) {
        change
            .spec()
            .or(() -> Optional.ofNullable(before.get(change.name())).map(references::portable))
            .ifPresent(spec -> services.put(change.name(), spec));
      }
    }
    return services;
  }

  private static Map<String, ObjectNode> networks(Plan plan, List<SwarmNetwork> all) {
    var networks = new HashMap<String, ObjectNode>();
    Map<String, SwarmNetwork> existing = new HashMap<>();
    all.forEach(network -> existing.put(network.name(), network));
    for (Change change : plan.changes()) {
      if (change.kind() == ObjectKind.NETWORK && change.action() != Change.Action.REMOVE) {
        change
            .spec()
            .or(() -> Optional.ofNullable(existing.get(change.name())).map(Drafting::spec))
            .ifPresent(spec -> networks.put(change.name(), spec));
      }
    }
    return networks;
  }

  /** What would make the network again, from what the engine says of it. */
  private static ObjectNode spec(SwarmNetwork network) {
    ObjectNode spec =
        RecordData.object().put("Name", network.name()).put("Driver", network.driver());
    for (String key :
        List.of("Attachable", "Internal", "Ingress", "EnableIPv6", "IPAM", "Options", "Labels")) {
      if (network.inspect().has(key)) {
        spec.set(key, network.inspect().get(key));
      }
    }
    return spec;
  }
}
