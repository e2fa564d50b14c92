package skep.deploy.restic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One message of restic's JSON lines. Other lines are nothing. */
final class JsonLine {
  static final ObjectMapper JSON = new ObjectMapper();

  private static final int MOST_LINES = 100;

  private JsonLine() {}

  static Optional<ObjectNode> parse(String line) {
    if (!line.startsWith("{") || line.length() > OutputLines.LONGEST) {
      return Optional.empty();
    }
    try {
      return JSON.readTree(line) instanceof ObjectNode message
          ? Optional.of(message)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The first object that stands over several lines, as {@code restic cat} writes it. */
  static Optional<ObjectNode> over(List<String> lines) {
    int from = lines.indexOf("{");
    List<String> rest = from < 0 ? List.of() : lines.subList(from, lines.size());
    int to = rest.indexOf("}");
    return to < 0 || to > MOST_LINES
        ? lines.stream().map(JsonLine::parse).flatMap(Optional::stream).findFirst()
        : parse(String.join(" ", rest.subList(0, to + 1)));
  }

  static boolean isOf(JsonNode message, String type) {
    return message.path("message_type").asText().equals(type);
  }

  /** restic leaves out what is zero; below zero is nothing it says. */
  static long count(JsonNode message, String field) {
    return Math.max(0, message.path(field).asLong(0));
  }

  static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return List.copyOf(texts);
  }

  /** RFC 3339, with the offset of the machine the object was made on. */
  static Optional<Instant> time(JsonNode text) {
    try {
      return Optional.of(OffsetDateTime.parse(text.asText()).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
