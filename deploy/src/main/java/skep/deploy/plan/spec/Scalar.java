package skep.deploy.plan.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * One plain field of a spec.
 *
 * @param api where it stands in the Engine API
 * @param words where it stands in a stack file
 * @param text how its value is written there
 * @param implied the value that absence means (as the empty text does); equal to it is not told
 */
record Scalar(String api, String words, Function<JsonNode, String> text, Optional<String> implied) {

  /** A text field; the empty text means absent. */
  static Scalar text(String api, String words) {
    return new Scalar(api, words, Leftover::text, Optional.of(""));
  }

  static Scalar text(String api, String words, String implied) {
    return new Scalar(api, words, Leftover::text, Optional.of(implied));
  }

  /** A list of words, shown as JSON; the empty list means absent. */
  static Scalar list(String api, String words) {
    return new Scalar(api, words, Leftover::text, Optional.of("[]"));
  }

  static Scalar flag(String api, String words) {
    return text(api, words, "false");
  }

  /** A flag whose {@code false} differs from its absence. */
  static Scalar choice(String api, String words) {
    return new Scalar(api, words, Leftover::text, Optional.empty());
  }

  static Scalar count(String api, String words) {
    return text(api, words, "0");
  }

  static Scalar duration(String api, String words, String implied) {
    return new Scalar(api, words, node -> Units.duration(node.asLong()), Optional.of(implied));
  }

  static Scalar bytes(String api, String words) {
    return new Scalar(api, words, node -> Units.bytes(node.asLong()), Optional.of("0"));
  }

  static Scalar cpus(String api, String words) {
    return new Scalar(api, words, node -> Units.cpus(node.asLong()), Optional.of("0"));
  }

  void tell(Leftover spec, Map<String, String> into) {
    JsonNode node = spec.take(api);
    if (node.isMissingNode()) {
      return;
    }
    String value = text.apply(node);
    if (!value.isEmpty() && !implied.equals(Optional.of(value))) {
      into.put(words, value);
    }
  }
}
