package skep.deploy.plan.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** The fields of {@code TaskTemplate} beside the container: what stands under {@code deploy}. */
final class TaskFields {
  private static final String LIMITS = "TaskTemplate.Resources.Limits.";
  private static final String RESERVATIONS = "TaskTemplate.Resources.Reservations.";
  private static final String RESTART = "TaskTemplate.RestartPolicy.";
  private static final String PLACEMENT = "TaskTemplate.Placement.";

  private static final List<Scalar> SCALARS =
      List.of(
          Scalar.cpus(LIMITS + "NanoCPUs", "deploy.resources.limits.cpus"),
          Scalar.bytes(LIMITS + "MemoryBytes", "deploy.resources.limits.memory"),
          Scalar.count(LIMITS + "Pids", "deploy.resources.limits.pids"),
          Scalar.cpus(RESERVATIONS + "NanoCPUs", "deploy.resources.reservations.cpus"),
          Scalar.bytes(RESERVATIONS + "MemoryBytes", "deploy.resources.reservations.memory"),
          Scalar.list(
              RESERVATIONS + "GenericResources", "deploy.resources.reservations.generic_resources"),
          Scalar.text(RESTART + "Condition", "deploy.restart_policy.condition", "any"),
          Scalar.duration(RESTART + "Delay", "deploy.restart_policy.delay", "5s"),
          Scalar.count(RESTART + "MaxAttempts", "deploy.restart_policy.max_attempts"),
          Scalar.duration(RESTART + "Window", "deploy.restart_policy.window", "0s"),
          Scalar.count(PLACEMENT + "MaxReplicas", "deploy.placement.max_replicas_per_node"),
          Scalar.text("TaskTemplate.LogDriver.Name", "logging.driver"),
          Scalar.text("TaskTemplate.Runtime", "runtime", "container"));

  private static final Collector<CharSequence, ?, String> COMMAS = Collectors.joining(", ");

  private TaskFields() {}

  static void tell(Leftover spec, Names names, Map<String, String> into) {
    SCALARS.forEach(scalar -> scalar.tell(spec, into));
    Maps.tell(spec.take("TaskTemplate.LogDriver.Options"), "logging.options", into);
    joined(spec.takeAll(PLACEMENT + "Constraints"), "deploy.placement.constraints", into);
    preferences(spec.takeAll(PLACEMENT + "Preferences"), into);
    platforms(spec.takeAll(PLACEMENT + "Platforms"), into);
    // API 1.41 still reads attachments of old clients from the service itself.
    spec.takeAll("Networks").forEach(attachment -> network(attachment, names, into));
    spec.takeAll("TaskTemplate.Networks").forEach(attachment -> network(attachment, names, into));
    JsonNode force = spec.take("TaskTemplate.ForceUpdate");
    if (force.asLong() != 0) {
      into.put("force_update", force.asText());
    }
  }

  private static void joined(List<JsonNode> values, String words, Map<String, String> into) {
    if (!values.isEmpty()) {
      into.put(words, values.stream().map(JsonNode::asText).sorted().collect(COMMAS));
    }
  }

  private static void preferences(List<JsonNode> preferences, Map<String, String> into) {
    if (!preferences.isEmpty()) {
      into.put(
          "deploy.placement.preferences",
          preferences.stream()
              .map(one -> "spread " + one.path("Spread").path("SpreadDescriptor").asText())
              .collect(COMMAS));
    }
  }

  private static void platforms(List<JsonNode> platforms, Map<String, String> into) {
    if (!platforms.isEmpty()) {
      into.put(
          "image platforms",
          platforms.stream()
              .map(one -> one.path("OS").asText() + "/" + one.path("Architecture").asText("any"))
              .distinct()
              .sorted()
              .collect(COMMAS));
    }
  }

  private static void network(JsonNode attachment, Names names, Map<String, String> into) {
    String aliases =
        attachment
            .path("Aliases")
            .valueStream()
            .map(JsonNode::asText)
            .distinct()
            .sorted()
            .collect(COMMAS);
    ObjectNode options = ((ObjectNode) attachment).deepCopy();
    options.remove(List.of("Target", "Aliases"));
    String rest = Leftover.isZero(options) ? "" : " " + Leftover.text(options);
    String text = aliases.isEmpty() ? "attached" : "as " + aliases;
    into.put("networks." + names.network(attachment.path("Target")), text + rest);
  }
}
