package skep.deploy.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a simulated container does. The variable {@code BEHAVIOUR} decides, else the arguments, else
 * words in the image's name and tag: {@code example/web:crash}.
 */
enum Behaviour {
  SERVE,
  ONCE,
  CRASH,
  UNHEALTHY,
  MISSING;

  static Behaviour of(JsonNode taskSpec) {
    var container = taskSpec.path("ContainerSpec");
    var image = container.path("Image").asText();
    if (isMissing(image)) {
      return MISSING;
    }
    var variable =
        container
            .path("Env")
            .valueStream()
            .map(JsonNode::asText)
            .filter(e -> e.startsWith("BEHAVIOUR="))
            .map(e -> e.substring("BEHAVIOUR=".length()));
    var arguments =
        Stream.concat(container.path("Command").valueStream(), container.path("Args").valueStream())
            .map(JsonNode::asText);
    return Stream.of(variable, arguments, Stream.of(nameAndTag(image)))
        .flatMap(words -> words)
        .map(Behaviour::named)
        .filter(b -> b != SERVE)
        .findFirst()
        .orElse(SERVE);
  }

  static boolean isMissing(String image) {
    return nameAndTag(image).contains("missing");
  }

  private static Behaviour named(String word) {
    var lower = word.toLowerCase(Locale.ROOT);
    if (lower.contains("crash")) {
      return CRASH;
    }
    if (lower.contains("unhealthy")) {
      return UNHEALTHY;
    }
    return lower.equals("once") || lower.endsWith(":once") || lower.equals("true") ? ONCE : SERVE;
  }

  private static String nameAndTag(String image) {
    var withoutDigest = image.split("@", 2)[0];
    return withoutDigest.substring(withoutDigest.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }
}
