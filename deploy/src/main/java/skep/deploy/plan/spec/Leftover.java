package skep.deploy.plan.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A spec being read: what is taken is gone, and what nobody took at the end is told under its API
 * path. So a field a newer engine invents shows in a diff before anybody taught it a word.
 */
final class Leftover {
  private final ObjectNode root;

  Leftover(ObjectNode spec) {
    this.root = spec.deepCopy();
  }

  /** Removes and returns what stands at {@code Outer.Inner}; a missing node where nothing does. */
  JsonNode take(String path) {
    JsonNode parent = root;
    String[] steps = path.split("\\.");
    for (int i = 0; i < steps.length - 1; i++) {
      parent = parent.path(steps[i]);
    }
    if (!(parent instanceof ObjectNode object)) {
      return MissingNode.getInstance();
    }
    JsonNode taken = object.remove(steps[steps.length - 1]);
    return taken == null || taken.isNull() ? MissingNode.getInstance() : taken;
  }

  boolean has(String path) {
    JsonNode node = root;
    for (String step : path.split("\\.")) {
      node = node.path(step);
    }
    return !node.isMissingNode() && !node.isNull();
  }

  /** Takes a list; empty where there is none. */
  List<JsonNode> takeAll(String path) {
    var all = new ArrayList<JsonNode>();
    take(path).forEach(all::add);
    return all;
  }

  /** Everything not taken, by API path. Zero values mean the same as absent ones. */
  Map<String, String> rest() {
    var rest = new TreeMap<String, String>();
    flatten("", root, rest);
    return rest;
  }

  private static void flatten(String path, JsonNode node, Map<String, String> into) {
    if (node.isObject()) {
      node.properties()
          .forEach(entry ->
              flatten(
                  path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                  entry.getValue(),
                  into));
    } else if (!isZero(node)) {
      into.put(path, text(node));
    }
  }

  /**
   * A JSON value as one line that is equal for equal meanings: keys sorted, zero values left out.
   */
  static String text(JsonNode node) {
    return node.isValueNode() ? node.asText() : canonical(node);
  }

  static boolean isZero(JsonNode node) {
    return switch (node.getNodeType()) {
      case NULL, MISSING -> true;
      case NUMBER -> node.doubleValue() == 0;
      case BOOLEAN -> !node.booleanValue();
      case STRING -> node.asText().isEmpty();
      case ARRAY -> node.isEmpty();
      case OBJECT -> node.valueStream().allMatch(Leftover::isZero);
      case BINARY, POJO -> false;
    };
  }

  private static String canonical(JsonNode node) {
    if (node.isArray()) {
      return node.valueStream().map(Leftover::canonical).collect(Collectors.joining(",", "[", "]"));
    }
    if (node.isObject()) {
      return node.propertyStream()
          .filter(entry -> !isZero(entry.getValue()))
          .sorted(Map.Entry.comparingByKey())
          .map(entry -> "\"" + entry.getKey() + "\":" + canonical(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return node.toString();
  }
}
