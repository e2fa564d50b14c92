package skep.deploy.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.deploy.swarm.SwarmNode;

/**
 * Where a global service should have a task: nodes that take tasks and meet its constraints. Values
 * are compared without regard to case, as swarmkit's {@code constraint} package does.
 */
final class EligibleNodes {
  private static final Pattern CONSTRAINT = Pattern.compile("\\s*(\\S+?)\\s*(==|!=)\\s*(.*?)\\s*");

  private EligibleNodes() {}

  static List<SwarmNode> of(JsonNode spec, List<SwarmNode> nodes) {
    JsonNode constraints = spec.path("TaskTemplate").path("Placement").path("Constraints");
    return nodes.stream()
        .filter(SwarmNode::takesTasks)
        .filter(node -> constraints.valueStream().allMatch(one -> meets(node, one.asText())))
        .toList();
  }

  private static boolean meets(SwarmNode node, String constraint) {
    Matcher parts = CONSTRAINT.matcher(constraint);
    if (!parts.matches()) {
      return true;
    }
    Optional<String> actual = value(node, parts.group(1));
    boolean equal = actual.orElse("").equalsIgnoreCase(parts.group(3));
    return parts.group(2).equals("==") == equal;
  }

  private static Optional<String> value(SwarmNode node, String key) {
    return switch (key) {
      case "node.id" -> Optional.of(node.id());
      case "node.hostname" -> Optional.of(node.hostname());
      case "node.role" -> Optional.of(node.role());
      case "node.ip" -> Optional.of(node.address());
      case "node.platform.os" -> Optional.of(node.os());
      case "node.platform.arch" -> Optional.of(node.architecture());
      case String label when label.startsWith("node.labels.") ->
          Optional.ofNullable(node.labels().get(label.substring("node.labels.".length())));
      case String label when label.startsWith("engine.labels.") ->
          Optional.ofNullable(node.engineLabels().get(label.substring("engine.labels.".length())));
      case String _ -> Optional.empty();
    };
  }
}
