package skep.deploy.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import skep.deploy.swarm.ImageDigest;
import skep.deploy.swarm.SwarmConfig;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmNode;
import skep.deploy.swarm.SwarmSecret;
import skep.deploy.swarm.SwarmService;
import skep.deploy.swarm.SwarmService.UpdateStatus;
import skep.deploy.swarm.SwarmTask;

/** Reads the Engine API's objects. Fields a newer or older engine leaves out read as empty. */
final class EngineObjects {
  private EngineObjects() {}

  static SwarmService service(JsonNode json) {
    return new SwarmService(
        text(json, "ID"),
        version(json),
        json.path("Spec").path("Name").asText(),
        object(json.path("Spec")),
        update(json.path("UpdateStatus")),
        json.has("JobStatus")
            ? iteration(json.path("JobStatus").path("JobIteration"))
            : OptionalLong.empty());
  }

  /** The engine leaves out the index of a job's first run, which is 0. */
  private static OptionalLong iteration(JsonNode version) {
    return OptionalLong.of(version.path("Index").asLong(0));
  }

  private static Optional<UpdateStatus> update(JsonNode json) {
    var state = json.path("State").asText("");
    return state.isEmpty()
        ? Optional.empty()
        : Optional.of(new UpdateStatus(updateState(state), json.path("Message").asText("")));
  }

  private static UpdateStatus.State updateState(String word) {
    return switch (word) {
      case "updating" -> UpdateStatus.State.UPDATING;
      case "paused" -> UpdateStatus.State.PAUSED;
      case "completed" -> UpdateStatus.State.COMPLETED;
      case "rollback_started" -> UpdateStatus.State.ROLLBACK_STARTED;
      case "rollback_paused" -> UpdateStatus.State.ROLLBACK_PAUSED;
      case "rollback_completed" -> UpdateStatus.State.ROLLBACK_COMPLETED;
      default -> UpdateStatus.State.UNKNOWN;
    };
  }

  static SwarmTask task(JsonNode json) {
    var status = json.path("Status");
    var container = status.path("ContainerStatus");
    var state = status.path("State").asText("").toLowerCase(Locale.ROOT);
    var node = json.path("NodeID").asText("");
    int slot = json.path("Slot").asInt(0);
    return new SwarmTask(
        text(json, "ID"),
        json.path("ServiceID").asText(),
        node.isEmpty() ? Optional.empty() : Optional.of(node),
        slot == 0 ? OptionalInt.empty() : OptionalInt.of(slot),
        object(json.path("Spec")),
        json.path("DesiredState").asText("").toLowerCase(Locale.ROOT),
        state,
        status.path("Err").asText(""),
        exitCode(state, container),
        instant(json.path("CreatedAt")),
        instant(status.path("Timestamp")),
        json.has("JobIteration") ? iteration(json.path("JobIteration")) : OptionalLong.empty());
  }

  /** The engine leaves a zero exit code out, so that one counts only once a container ended. */
  private static OptionalInt exitCode(String state, JsonNode container) {
    boolean ended = Set.of("complete", "failed", "shutdown").contains(state);
    boolean ran = !container.path("ContainerID").asText("").isEmpty();
    return ended && ran ? OptionalInt.of(container.path("ExitCode").asInt(0)) : OptionalInt.empty();
  }

  static SwarmNode node(JsonNode json) {
    var spec = json.path("Spec");
    var description = json.path("Description");
    var platform = description.path("Platform");
    var resources = description.path("Resources");
    var manager = json.path("ManagerStatus");
    return new SwarmNode(
        text(json, "ID"),
        description.path("Hostname").asText(),
        spec.path("Role").asText(),
        spec.path("Availability").asText(),
        json.path("Status").path("State").asText(),
        json.path("Status").path("Addr").asText(),
        platform.path("OS").asText(),
        platform.path("Architecture").asText(),
        labels(spec.path("Labels")),
        labels(description.path("Engine").path("Labels")),
        resources.path("NanoCPUs").asLong(),
        resources.path("MemoryBytes").asLong(),
        generic(resources.path("GenericResources")),
        plugins(description.path("Engine").path("Plugins")),
        manager.isObject() ? Optional.of(object(manager)) : Optional.empty());
  }

  /** Named ones ({@code GPU=uuid}) count one each. */
  private static Map<String, Long> generic(JsonNode list) {
    var counts = new LinkedHashMap<String, Long>();
    for (JsonNode one : list) {
      var discrete = one.path("DiscreteResourceSpec");
      var named = one.path("NamedResourceSpec");
      if (discrete.isObject()) {
        counts.merge(discrete.path("Kind").asText(), discrete.path("Value").asLong(), Long::sum);
      } else if (named.isObject()) {
        counts.merge(named.path("Kind").asText(), 1L, Long::sum);
      }
    }
    return counts;
  }

  private static Set<String> plugins(JsonNode list) {
    var names = new LinkedHashSet<String>();
    list.forEach(p -> names.add(p.path("Type").asText() + "/" + p.path("Name").asText()));
    return names;
  }

  static SwarmNetwork network(JsonNode json) {
    return new SwarmNetwork(
        json.path("Id").asText(),
        json.path("Name").asText(),
        json.path("Driver").asText(),
        json.path("Scope").asText(),
        labels(json.path("Labels")),
        object(json));
  }

  static SwarmSecret secret(JsonNode json) {
    var spec = json.path("Spec");
    return new SwarmSecret(
        text(json, "ID"),
        version(json),
        spec.path("Name").asText(),
        labels(spec.path("Labels")),
        object(spec),
        instant(json.path("CreatedAt")));
  }

  static SwarmConfig config(JsonNode json) {
    var spec = object(json.path("Spec"));
    var data = Base64.getDecoder().decode(spec.path("Data").asText(""));
    spec.remove("Data");
    return new SwarmConfig(
        text(json, "ID"),
        version(json),
        spec.path("Name").asText(),
        labels(spec.path("Labels")),
        spec,
        data,
        instant(json.path("CreatedAt")));
  }

  static ImageDigest digest(JsonNode json) {
    var platforms = new LinkedHashSet<String>();
    for (var platform : json.path("Platforms")) {
      var os = platform.path("os").asText("");
      if (!os.isEmpty()) {
        platforms.add(os + "/" + platform.path("architecture").asText());
      }
    }
    var digest = json.path("Descriptor").path("digest").asText();
    return new ImageDigest(digest, List.copyOf(platforms));
  }

  static Map<String, String> labels(JsonNode json) {
    var labels = new LinkedHashMap<String, String>();
    json.properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    return labels;
  }

  private static long version(JsonNode json) {
    return json.path("Version").path("Index").asLong();
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asText();
  }

  private static ObjectNode object(JsonNode json) {
    return json instanceof ObjectNode object
        ? object.deepCopy()
        : JsonNodeFactory.instance.objectNode();
  }

  private static Instant instant(JsonNode json) {
    try {
      return Instant.parse(json.asText(""));
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }
}
