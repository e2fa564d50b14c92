package skep.deploy.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;

/** Comparing specs as JSON trees: by value, whatever the width of a number or an empty field. */
public final class SameSpec {
  private static final Comparator<JsonNode> BY_VALUE =
      (a, b) -> {
        if (a.equals(b)) {
          return 0;
        }
        return a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : 1;
      };

  private SameSpec() {}

  /** Two service specs, both as the engine reports them. */
  public static boolean service(ObjectNode one, ObjectNode other) {
    return bare(one).equals(BY_VALUE, bare(other));
  }

  /**
   * A task's spec and the one its service asks for. Placement is left out: a task that may stay
   * where it is keeps its old placement when only that changed (swarmkit, {@code
   * IsTaskDirtyPlacementConstraintsOnly}). The runtime is left out too: engine 20.10 names it in
   * the service and not in its tasks.
   */
  static boolean task(JsonNode one, JsonNode other) {
    return ofTask(one).equals(BY_VALUE, ofTask(other));
  }

  private static JsonNode ofTask(JsonNode spec) {
    return bare(spec, "Placement", "Runtime");
  }

  private static JsonNode bare(JsonNode node, String... without) {
    JsonNode copy = node.deepCopy();
    if (copy instanceof ObjectNode object) {
      object.remove(java.util.List.of(without));
    }
    strip(copy);
    return copy;
  }

  private static void strip(JsonNode node) {
    node.forEach(SameSpec::strip);
    if (node instanceof ObjectNode object) {
      var empty = new ArrayList<String>();
      object.properties().stream()
          .filter(entry -> isHollow(entry.getValue()))
          .forEach(entry -> empty.add(entry.getKey()));
      object.remove(empty);
    }
  }

  /** Zeros are kept: replicas 0 is not replicas unset. */
  private static boolean isHollow(JsonNode node) {
    return node.isNull() || (node.isContainerNode() && node.isEmpty());
  }
}
