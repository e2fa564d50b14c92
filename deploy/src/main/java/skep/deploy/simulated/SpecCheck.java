package skep.deploy.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import skep.deploy.swarm.EngineException;

/** The engine's own checks of what it is given, with its words. */
final class SpecCheck {
  private static final int LARGEST_CONFIG = 1_024_000;
  private static final int LARGEST_SECRET = 512_000;
  private static final long LEAST_MEMORY = 4L << 20;
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9]([-_.a-zA-Z0-9]*[a-zA-Z0-9])?");
  private static final List<String> LIMITS = List.of("Limits", "Reservations");

  private SpecCheck() {}

  static String name(ObjectNode spec) {
    var name = spec.path("Name").asText("");
    if (!NAME.matcher(name).matches() || name.length() > 64) {
      throw rejected("name must be 64 characters or fewer of [a-zA-Z0-9-_.]: \"" + name + "\"");
    }
    return name;
  }

  static byte[] configData(ObjectNode spec) {
    var data = decode(spec, "config");
    if (data.length == 0 || data.length > LARGEST_CONFIG) {
      throw rejected(
          "config data must be larger than 0 and less than " + LARGEST_CONFIG + " bytes");
    }
    return data;
  }

  static void checkSecretData(ObjectNode spec) {
    int size = decode(spec, "secret").length;
    if (size == 0 || size >= LARGEST_SECRET) {
      throw rejected(
          "secret data must be larger than 0 and less than " + LARGEST_SECRET + " bytes");
    }
  }

  private static byte[] decode(ObjectNode spec, String kind) {
    try {
      return Base64.getDecoder().decode(spec.path("Data").asText(""));
    } catch (IllegalArgumentException e) {
      throw rejected(kind + " data is not base64");
    }
  }

  static void service(ObjectNode spec) {
    name(spec);
    var template = spec.path("TaskTemplate");
    if (template.path("ContainerSpec").path("Image").asText("").isBlank()) {
      throw rejected("ContainerSpec: image reference must be provided");
    }
    for (var part : LIMITS) {
      var memory = template.path("Resources").path(part).path("MemoryBytes");
      if (memory.asLong() != 0 && memory.asLong() < LEAST_MEMORY) {
        throw rejected("invalid memory value %d: Must be at least 4MiB".formatted(memory.asLong()));
      }
    }
  }

  /** Service specs name networks by name or id; the engine keeps the id. */
  static ObjectNode withNetworkIds(ObjectNode spec, Function<String, String> idOf) {
    var resolved = spec.deepCopy();
    networks(resolved)
        .forEach(n -> ((ObjectNode) n).put("Target", idOf.apply(n.path("Target").asText())));
    return resolved;
  }

  static Stream<JsonNode> networks(JsonNode spec) {
    return Stream.concat(
        spec.path("TaskTemplate").path("Networks").valueStream(),
        spec.path("Networks").valueStream());
  }

  static Stream<String> secretIds(JsonNode spec) {
    return container(spec).path("Secrets").valueStream().map(s -> s.path("SecretID").asText());
  }

  static Stream<String> configIds(JsonNode spec) {
    return container(spec).path("Configs").valueStream().map(c -> c.path("ConfigID").asText());
  }

  static Stream<String> volumes(JsonNode spec) {
    return container(spec)
        .path("Mounts")
        .valueStream()
        .filter(m -> m.path("Type").asText().equals("volume") && m.has("Source"))
        .map(m -> m.path("Source").asText());
  }

  private static JsonNode container(JsonNode spec) {
    return spec.path("TaskTemplate").path("ContainerSpec");
  }

  static EngineException rejected(String why) {
    return new EngineException.Rejected(400, why);
  }
}
