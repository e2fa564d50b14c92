package skep.bot.local.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;

/** One REST request of somebody signed in. */
record Call(Context ctx, Account by) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The body, refused where it has keys the real server does not know either. */
  ObjectNode body(Set<String> allowed) {
    return known(parse(ctx.body()), allowed);
  }

  static ObjectNode parse(String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode body) {
        return body;
      }
    } catch (JsonProcessingException e) {
      throw ApiError.invalid("Invalid body: not JSON");
    }
    throw ApiError.invalid("must be object");
  }

  static ObjectNode known(JsonNode node, Set<String> allowed) {
    if (!(node instanceof ObjectNode body)) {
      throw ApiError.invalid("must be object");
    }
    body.fieldNames()
        .forEachRemaining(name -> {
          if (!allowed.contains(name)) {
            throw ApiError.invalid("must NOT have additional properties");
          }
        });
    return body;
  }

  static String required(JsonNode body, String name) {
    return optional(body, name)
        .orElseThrow(() -> ApiError.invalid("must have required property '%s'".formatted(name)));
  }

  static Optional<String> optional(JsonNode body, String name) {
    return body.hasNonNull(name) ? Optional.of(body.get(name).asText()) : Optional.empty();
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(ctx.queryParam(name)).filter(value -> !value.isEmpty());
  }

  String requiredQuery(String name) {
    return query(name)
        .orElseThrow(() -> ApiError.invalid("must have required property '%s'".formatted(name)));
  }

  int number(String name, int otherwise) {
    try {
      return query(name).map(Integer::parseInt).orElse(otherwise);
    } catch (NumberFormatException e) {
      throw ApiError.invalid("must be number");
    }
  }

  long milliseconds(String name) {
    try {
      return Long.parseLong(requiredQuery(name));
    } catch (NumberFormatException e) {
      throw ApiError.invalid("must be number");
    }
  }

  Optional<Instant> time(String name) {
    try {
      return query(name).map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw new ApiError(
          400, "error-roomId-param-invalid", "The \"%s\" must be a valid date".formatted(name));
    }
  }
}
