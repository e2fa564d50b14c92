package skep.bot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the training engine holds, in the shapes of the Engine API. */
final class TrainingObjects {
  private static final String INFO =
      """
      {"ServerVersion":"0","Swarm":{"NodeID":"n","ControlAvailable":true,"Cluster":{"ID":"c"}}}\
      """;
  private static final String NODE =
      """
      {"ID":"n","Spec":{"Role":"manager","Availability":"active"},"Status":{"State":"ready"},
       "Description":{"Hostname":"n","Platform":{"OS":"linux","Architecture":"x86_64"},
         "Resources":{"NanoCPUs":64000000000,"MemoryBytes":99000000000}},
       "ManagerStatus":{"Leader":true,"Reachability":"reachable"}}\
      """;
  private static final String TIME = "2026-01-01T00:00:00Z";

  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, ObjectNode> kept = new LinkedHashMap<>();
  private int made;

  TrainingObjects() {
    try {
      kept.put("/info/", (ObjectNode) json.readTree(INFO));
      kept.put("/nodes/n", (ObjectNode) json.readTree(NODE));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  JsonNode list(String kind) {
    return switch (kind) {
      case "/_ping" -> json.getNodeFactory().textNode("OK");
      case "/info" -> kept.get("/info/");
      case "/volumes" -> json.createObjectNode().set("Volumes", json.createArrayNode());
      default -> {
        var list = json.createArrayNode();
        kept.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(kind + "/"))
            .forEach(entry -> list.add(entry.getValue()));
        yield list;
      }
    };
  }

  Optional<ObjectNode> find(String kind, String idOrName) {
    return kept.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(kind + "/"))
        .map(Map.Entry::getValue)
        .filter(object -> isCalled(object, idOrName))
        .findFirst();
  }

  private static boolean isCalled(ObjectNode object, String idOrName) {
    return object.findValuesAsText("ID").contains(idOrName)
        || object.path("Spec").path("Name").asText().equals(idOrName)
        || object.path("Name").asText().equals(idOrName);
  }

  JsonNode create(String kind, ObjectNode spec) {
    String id = "o" + ++made;
    ObjectNode object = kind.equals("/networks") ? spec.put("Scope", "swarm") : object(spec);
    kept.put(kind + "/" + id, object.put("ID", id).put("Id", id));
    return json.createObjectNode().put("ID", id).put("Id", id);
  }

  private ObjectNode object(ObjectNode spec) {
    ObjectNode object = json.createObjectNode().put("CreatedAt", TIME).put("UpdatedAt", TIME);
    object.putObject("Version").put("Index", made);
    return object.set("Spec", spec);
  }

  /** A config keeps its data, as the engine does. */
  JsonNode update(String kind, String id, ObjectNode spec) {
    ObjectNode object = kept.get(kind + "/" + id);
    Optional.ofNullable(object.path("Spec").get("Data")).ifPresent(data -> spec.set("Data", data));
    object.set("Spec", spec);
    object.putObject("Version").put("Index", ++made);
    return json.createObjectNode();
  }

  JsonNode remove(String kind, String id) {
    kept.remove(kind + "/" + id);
    return json.createObjectNode();
  }
}
