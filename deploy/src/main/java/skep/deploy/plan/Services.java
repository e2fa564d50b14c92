package skep.deploy.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.spec.Names;
import skep.deploy.plan.spec.ServiceFields;
import skep.deploy.plan.spec.ServiceShape;
import skep.deploy.stack.DesiredService;
import skep.deploy.swarm.SwarmService;

/** What happens to the services of a stack, each compared with the one that runs now. */
final class Services {
  /** swarmkit's limit on service names; they become host names. */
  private static final int NAME_LENGTH = 63;

  private final Map<String, SwarmService> now;
  private final Names names;
  private final Effects effects;
  private final Map<String, ObjectNode> specs = new LinkedHashMap<>();
  private final Map<String, Change> changes = new LinkedHashMap<>();
  private final Map<String, Set<String>> before = new LinkedHashMap<>();
  private final List<PlanRefused.Reason> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** {@code now}: the stack's own, by name. */
  Services(Map<String, SwarmService> now, Names names, Effects effects) {
    this.now = now;
    this.names = names;
    this.effects = effects;
  }

  void want(DesiredService service, ObjectNode spec) {
    specs.put(service.name(), spec);
    for (String field : names.dropped().of(spec)) {
      warnings.add(
          "%s: this engine is too old for %s and leaves it out".formatted(service.name(), field));
    }
    before.put(service.name(), new LinkedHashSet<>(service.dependsOn()));
    Optional<SwarmService> held = Optional.ofNullable(now.get(service.name()));
    changes.put(
        service.name(),
        held.map(one -> compared(one, spec)).orElseGet(() -> created(service.name(), spec)));
  }

  void remove(SwarmService service) {
    before.put(service.name(), Set.of());
    changes.put(
        service.name(),
        new Change(
            Plan.ObjectKind.SERVICE,
            service.name(),
            Action.REMOVE,
            List.of(),
            Optional.of(effects.removing(service.spec())),
            Optional.empty(),
            List.of()));
  }

  /** The specs of all that are wanted, changed or not. */
  Map<String, ObjectNode> specs() {
    return specs;
  }

  List<PlanRefused.Reason> problems() {
    return problems;
  }

  List<String> warnings() {
    return warnings;
  }

  /** In the order they are to change in. */
  List<Change> inOrder() {
    Map<String, Set<String>> withPorts = new LinkedHashMap<>();
    before.forEach((name, first) -> withPorts.put(name, new LinkedHashSet<>(first)));
    handovers().forEach((name, holders) -> withPorts.get(name).addAll(holders));
    Optional<List<String>> order = Order.of(withPorts);
    if (order.isPresent()) {
      return order.get().stream().map(name -> after(name, withPorts.get(name))).toList();
    }
    Optional<List<String>> plain = Order.of(before);
    if (plain.isPresent()) {
      warnings.add(
          "services exchange published ports with each other, which the engine refuses while both"
              + " run: deploy it in two steps, first without one of the ports");
    } else {
      problems.add(
          new PlanRefused.Reason(
              "depends_on goes in a circle among " + String.join(", ", before.keySet()),
              "remove one of them"));
    }
    return plain.orElseGet(() -> List.copyOf(before.keySet())).stream()
        .map(name -> after(name, before.get(name)))
        .toList();
  }

  private Change created(String name, ObjectNode spec) {
    if (name.length() > NAME_LENGTH) {
      problems.add(
          new PlanRefused.Reason(
              "the service name %s has %d characters; the Swarm takes %d"
                  .formatted(name, name.length(), NAME_LENGTH),
              "give the stack or the service a shorter name"));
    }
    return new Change(
        Plan.ObjectKind.SERVICE,
        name,
        Action.CREATE,
        FieldDiff.outline(ServiceFields.of(spec, names)),
        Optional.of(effects.creating(spec)),
        Optional.of(spec),
        List.of());
  }

  private Change compared(SwarmService held, ObjectNode spec) {
    List<Plan.Field> fields =
        FieldDiff.between(ServiceFields.of(held.spec(), names), ServiceFields.of(spec, names));
    boolean changed = !fields.isEmpty();
    if (changed) {
      checkMode(held, spec);
    }
    return new Change(
        Plan.ObjectKind.SERVICE,
        held.name(),
        changed ? Action.UPDATE : Action.NONE,
        fields,
        changed ? Optional.of(effects.updating(held.spec(), spec, fields)) : Optional.empty(),
        changed ? Optional.of(spec) : Optional.empty(),
        List.of());
  }

  private void checkMode(SwarmService held, ObjectNode spec) {
    ServiceShape.Mode from = ServiceShape.of(held.spec()).mode();
    ServiceShape.Mode to = ServiceShape.of(spec).mode();
    if (from != to) {
      problems.add(
          new PlanRefused.Reason(
              "%s runs in mode %s and the file says %s, which a Swarm cannot change in a service"
                  .formatted(held.name(), from.word(), to.word()),
              "give the service a new name in the file, or deploy once without it"));
    }
  }

  /** By name, the services that give up a published port this one takes: they go first. */
  private Map<String, Set<String>> handovers() {
    var holders = new HashMap<String, String>();
    now.values()
        .forEach(
            service -> ports(service.spec()).forEach(port -> holders.put(port, service.name())));
    var handovers = new HashMap<String, Set<String>>();
    specs.forEach((name, spec) -> {
      for (String port : ports(spec)) {
        String holder = holders.getOrDefault(port, name);
        boolean keeps =
            !changes.containsKey(holder)
                || (specs.containsKey(holder) && ports(specs.get(holder)).contains(port));
        if (!holder.equals(name) && !keeps) {
          handovers.computeIfAbsent(name, any -> new LinkedHashSet<>()).add(holder);
        }
      }
    });
    return handovers;
  }

  private static List<String> ports(ObjectNode spec) {
    return ServiceShape.of(spec)
        .published()
        .filter(port -> !port.host())
        .map(ServiceShape.Port::toString)
        .toList();
  }

  private Change after(String name, Set<String> first) {
    Change change = changes.get(name);
    return new Change(
        change.kind(),
        change.name(),
        change.action(),
        change.fields(),
        change.effect(),
        change.spec(),
        first.stream().filter(changes::containsKey).toList());
  }
}
