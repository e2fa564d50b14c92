package skep.deploy.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import skep.deploy.swarm.EngineException;

/**
 * Turns an error answer into the case a caller treats. The engine passes many manager errors on as
 * status 500 with only their text to tell them apart; the texts are those of engines 19.03 to 28.
 */
final class EngineErrors {
  private static final int LONGEST = 2_000;
  private static final List<String> NO_QUORUM =
      List.of(
          "does not have a leader",
          "lost leader",
          "lost quorum",
          "no quorum",
          "leader is unknown",
          "no elected primary cluster manager",
          "context deadline exceeded",
          "code = unavailable",
          "raft: stopped");
  private static final List<String> IN_USE =
      List.of("is in use", "in use by", "active endpoints", "currently in use");
  private static final List<String> TAKEN =
      List.of("already exists", "name conflicts with an existing object");

  private final ObjectMapper json;

  EngineErrors(ObjectMapper json) {
    this.json = json;
  }

  EngineException toException(int status, byte[] body) {
    var message = message(status, body);
    var text = message.toLowerCase(Locale.ROOT);
    if (text.contains("out of sequence")) {
      return new EngineException.Moved(message);
    }
    if (status == 404) {
      return new EngineException.NotFound(message);
    }
    if (containsAny(text, TAKEN)) {
      return new EngineException.NameTaken(message);
    }
    if (containsAny(text, IN_USE)) {
      return new EngineException.InUse(message);
    }
    if (text.contains("not a swarm manager")) {
      return new EngineException.Rejected(status, message);
    }
    if (status == 503 || (status >= 500 && containsAny(text, NO_QUORUM))) {
      return new EngineException.NoQuorum(message);
    }
    return new EngineException.Rejected(status, message);
  }

  /** For questions the engine passes on to a registry, where a 5xx says nothing about managers. */
  EngineException toRegistryException(int status, byte[] body) {
    var message = message(status, body);
    var text = message.toLowerCase(Locale.ROOT);
    boolean missing =
        status == 404 || text.contains("manifest unknown") || text.contains("name unknown");
    return missing
        ? new EngineException.NotFound(message)
        : new EngineException.Rejected(status, message);
  }

  private String message(int status, byte[] body) {
    var text = new String(body, StandardCharsets.UTF_8).strip();
    try {
      var message = json.readTree(text).path("message").asText("");
      text = message.isBlank() ? text : message;
    } catch (JsonProcessingException e) {
      // Something between us and the engine answered in its own words; they are shown as they are.
    }
    if (text.isEmpty()) {
      return "the engine answered " + status + " without saying why";
    }
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static boolean containsAny(String text, List<String> parts) {
    return parts.stream().anyMatch(text::contains);
  }
}
