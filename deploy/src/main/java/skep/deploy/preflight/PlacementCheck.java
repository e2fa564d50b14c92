package skep.deploy.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import skep.deploy.placement.Constraint;
import skep.deploy.placement.Platforms;
import skep.deploy.plan.spec.ServiceShape;
import skep.deploy.swarm.SwarmNode;

/**
 * Every touched service finds a node for its tasks. Goes through swarmkit's filters one after the
 * other and tells the one that leaves no node. What nodes have room for is {@link RoomCheck}'s.
 */
final class PlacementCheck {
  private final Outlook outlook;
  private final List<PreflightProblem> problems = new ArrayList<>();

  private PlacementCheck(Outlook outlook) {
    this.outlook = outlook;
  }

  static List<PreflightProblem> problems(Outlook outlook) {
    var check = new PlacementCheck(outlook);
    outlook.touched().forEach(check::service);
    return check.problems;
  }

  /** A condition on nodes, and the words for the case that none meets it. */
  private record Filter(Predicate<SwarmNode> takes, String why, String next) {}

  private void service(String name, ObjectNode spec) {
    ServiceShape shape = ServiceShape.of(spec);
    if (!shape.mode().isGlobal() && shape.replicas() == 0) {
      return;
    }
    List<SwarmNode> left = outlook.actual().nodes();
    for (Filter filter : filters(name, shape)) {
      List<SwarmNode> taking = left.stream().filter(filter.takes()).toList();
      if (taking.isEmpty()) {
        add(name, filter.why() + among(left), filter.next());
        return;
      }
      left = taking;
    }
    long places = shape.maxPerNode() * left.size();
    if (shape.maxPerNode() > 0 && !shape.mode().isGlobal() && places < shape.replicas()) {
      add(
          name,
          "%d replicas at no more than %d a node need more nodes than the %d that fit"
              .formatted(shape.replicas(), shape.maxPerNode(), left.size()),
          "lower deploy.replicas to %d or raise max_replicas_per_node".formatted(places));
    }
  }

  private List<Filter> filters(String name, ServiceShape shape) {
    var filters = new ArrayList<Filter>();
    filters.add(
        new Filter(
            SwarmNode::takesTasks,
            "no node takes tasks now",
            "see docker node ls; bring one back: docker node update --availability active <node>"));
    for (JsonNode written : shape.task().path("Placement").path("Constraints")) {
      constraint(name, written.asText()).ifPresent(filters::add);
    }
    platforms(shape).ifPresent(filters::add);
    plugins(shape, filters);
    return filters;
  }

  private Optional<Filter> constraint(String name, String written) {
    Optional<Constraint> constraint = Constraint.parse(written);
    if (constraint.isEmpty()) {
      add(
          name,
          "'%s' is no placement constraint".formatted(written),
          "write it as node.labels.<key>==<value>, with == or !=");
    }
    return constraint.map(valid ->
        new Filter(
            valid::matches,
            "no node that is left matches the constraint " + written,
            "correct it, or label a node: docker node update --label-add <key>=<value> <node>"));
  }

  private static Optional<Filter> platforms(ServiceShape shape) {
    Platforms platforms = Platforms.of(shape.task());
    return platforms.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Filter(
                platforms::include,
                "the image runs on %s, which no node that is left is".formatted(platforms.words()),
                "build the image for the nodes' platform"));
  }

  private static void plugins(ServiceShape shape, List<Filter> filters) {
    for (JsonNode mount : shape.container().path("Mounts")) {
      plugin("Volume", mount.path("VolumeOptions").path("DriverConfig").path("Name").asText())
          .ifPresent(filters::add);
    }
    String log = shape.task().path("LogDriver").path("Name").asText();
    if (!log.equals("none")) {
      plugin("Log", log).ifPresent(filters::add);
    }
  }

  /**
   * Managed plugins are reported with their tag. A node that reports none of a type is let pass.
   */
  private static Optional<Filter> plugin(String type, String driver) {
    if (driver.isEmpty() || (type.equals("Volume") && driver.equals("local"))) {
      return Optional.empty();
    }
    String wanted = type + "/" + driver;
    return Optional.of(
        new Filter(
            node ->
                node.plugins().contains(wanted)
                    || node.plugins().contains(wanted + ":latest")
                    || node.plugins().stream().noneMatch(one -> one.startsWith(type + "/")),
            "no node that is left has the %s driver %s"
                .formatted(type.toLowerCase(Locale.ROOT), driver),
            "install it on the nodes: docker plugin install " + driver));
  }

  private static String among(List<SwarmNode> nodes) {
    return nodes.stream()
        .map(SwarmNode::hostname)
        .limit(10)
        .collect(Collectors.joining(", ", " (of: ", nodes.size() > 10 ? ", …)" : ")"));
  }

  private void add(String service, String why, String next) {
    problems.add(new PreflightProblem("service " + service, why, next));
  }
}
