package skep.bot.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Dates as Rocket.Chat writes them: EJSON on DDP, ISO-8601 on REST, bare milliseconds here and
 * there.
 */
final class Dates {
  private Dates() {}

  static Optional<Instant> parse(JsonNode node) {
    if (node.isObject() && node.path("$date").isNumber()) {
      return Optional.of(Instant.ofEpochMilli(node.path("$date").asLong()));
    }
    if (node.isNumber()) {
      return Optional.of(Instant.ofEpochMilli(node.asLong()));
    }
    try {
      return node.isTextual()
          ? Optional.of(OffsetDateTime.parse(node.asText()).toInstant())
          : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
