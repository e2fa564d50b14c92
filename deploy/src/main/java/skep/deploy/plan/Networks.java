package skep.deploy.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Change.Action;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.plan.actual.References;
import skep.deploy.stack.DesiredNetwork;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmService;

/** Networks of a stack. A Swarm cannot change one, so a difference is told and left alone. */
final class Networks {
  private final ActualStack actual;
  private final List<String> warnings = new ArrayList<>();

  Networks(ActualStack actual) {
    this.actual = actual;
  }

  List<String> warnings() {
    return warnings;
  }

  List<Change> wanted(List<DesiredNetwork> desired) {
    Map<String, SwarmNetwork> own = actual.ownNetworks();
    var changes = new ArrayList<Change>();
    for (DesiredNetwork network : desired) {
      if (network.external()) {
        continue;
      }
      SwarmNetwork held = own.get(network.name());
      if (held == null) {
        changes.add(
            change(network.name(), Action.CREATE, created(network), Optional.of(network.spec())));
      } else {
        List<Plan.Field> fields = differences(network.spec(), held.inspect());
        if (!fields.isEmpty()) {
          warnings.add(differs(network.name(), fields));
        }
        changes.add(change(network.name(), Action.NONE, fields, Optional.empty()));
      }
    }
    return changes;
  }

  /**
   * Networks of the stack no file names any more and nobody else uses.
   *
   * @param attached networks the stack's services will use, by name or id: a release may record its
   *     services alone
   */
  List<Change> unwanted(List<DesiredNetwork> desired, Set<String> attached) {
    Set<String> wanted =
        desired.stream().map(DesiredNetwork::name).collect(Collectors.toUnmodifiableSet());
    Set<String> usedByOthers =
        actual.otherServices().stream()
            .flatMap(Networks::attachments)
            .collect(Collectors.toUnmodifiableSet());
    var changes = new ArrayList<Change>();
    actual
        .ownNetworks()
        .forEach((name, network) -> {
          if (wanted.contains(name) || attached.contains(name) || attached.contains(network.id())) {
            return;
          }
          if (usedByOthers.contains(name) || usedByOthers.contains(network.id())) {
            warnings.add(
                "the network %s is in no stack file any more, but services of other stacks"
                        .formatted(name)
                    + " use it: it stays");
          } else {
            changes.add(change(name, Action.REMOVE, List.of(), Optional.empty()));
          }
        });
    return changes;
  }

  private static Stream<String> attachments(SwarmService service) {
    return References.networks(service.spec()).stream();
  }

  private static List<Plan.Field> created(DesiredNetwork network) {
    String driver = network.spec().path("Driver").asText();
    return driver.isEmpty()
        ? List.of()
        : List.of(new Plan.Field("driver", Optional.empty(), Optional.of(driver)));
  }

  private static List<Plan.Field> differences(ObjectNode desired, ObjectNode held) {
    var fields = new ArrayList<Plan.Field>();
    compare("driver", text(desired, "Driver", "overlay"), text(held, "Driver", ""), fields);
    for (var flag : Map.of("attachable", "Attachable", "internal", "Internal").entrySet()) {
      String wanted = text(desired, flag.getValue(), "false");
      compare(flag.getKey(), wanted, text(held, flag.getValue(), "false"), fields);
    }
    desired
        .path("Options")
        .properties()
        .forEach(option ->
            compare(
                "driver_opts." + option.getKey(),
                option.getValue().asText(),
                held.path("Options").path(option.getKey()).asText(),
                fields));
    String subnets = subnets(desired);
    if (!subnets.isEmpty()) {
      compare("ipam.config", subnets, subnets(held), fields);
    }
    return fields;
  }

  private static String subnets(ObjectNode network) {
    return network
        .path("IPAM")
        .path("Config")
        .valueStream()
        .map(one -> one.path("Subnet").asText())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String text(JsonNode node, String key, String implied) {
    String text = node.path(key).asText();
    return text.isEmpty() ? implied : text;
  }

  private static void compare(
      String path, String wanted, String held, List<Plan.Field> differences) {
    if (!wanted.equals(held)) {
      differences.add(new Plan.Field(path, Optional.of(held), Optional.of(wanted)));
    }
  }

  private static String differs(String name, List<Plan.Field> fields) {
    String list =
        fields.stream()
            .map(field ->
                "%s is %s, the file says %s"
                    .formatted(
                        field.path(), field.from().orElse("none"), field.to().orElse("none")))
            .collect(Collectors.joining("; "));
    return "the network %s stays as it is: %s. A Swarm cannot change a network; give it a new name"
            .formatted(name, list)
        + " in the file to have a new one";
  }

  private static Change change(
      String name, Action action, List<Plan.Field> fields, Optional<ObjectNode> spec) {
    return new Change(
        Plan.ObjectKind.NETWORK, name, action, fields, Optional.empty(), spec, List.of());
  }
}
