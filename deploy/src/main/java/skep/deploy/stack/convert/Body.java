package skep.deploy.stack.convert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * A JSON object under construction; most fields are left out where blank, as Go leaves them out.
 */
final class Body {
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  Body text(String name, String value) {
    return value.isEmpty() ? this : always(name, value);
  }

  Body always(String name, String value) {
    json.put(name, value);
    return this;
  }

  Body flag(String name, boolean value) {
    return value ? alwaysFlag(name, true) : this;
  }

  Body alwaysFlag(String name, boolean value) {
    json.put(name, value);
    return this;
  }

  Body number(String name, long value) {
    return value == 0 ? this : alwaysNumber(name, value);
  }

  Body alwaysNumber(String name, long value) {
    json.set(name, integer(value));
    return this;
  }

  Body optionalNumber(String name, Optional<Long> value) {
    value.ifPresent(v -> alwaysNumber(name, v));
    return this;
  }

  Body texts(String name, Collection<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = json.putArray(name);
      values.forEach(list::add);
    }
    return this;
  }

  Body pairs(String name, Map<String, String> values) {
    return values.isEmpty() ? this : alwaysPairs(name, values);
  }

  Body alwaysPairs(String name, Map<String, String> values) {
    ObjectNode pairs = json.putObject(name);
    values.forEach(pairs::put);
    return this;
  }

  Body list(String name, Collection<? extends JsonNode> values) {
    if (!values.isEmpty()) {
      json.putArray(name).addAll(values);
    }
    return this;
  }

  Body object(String name, JsonNode value) {
    json.set(name, value);
    return this;
  }

  Body object(String name, Optional<ObjectNode> value) {
    value.ifPresent(v -> json.set(name, v));
    return this;
  }

  Body nothing(String name) {
    json.putNull(name);
    return this;
  }

  ObjectNode json() {
    return json;
  }

  /** The smallest node that holds it, as a JSON reader makes it, so that specs compare equal. */
  private static JsonNode integer(long value) {
    return value == (int) value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
  }
}
