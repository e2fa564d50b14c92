package skep.deploy.incident;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import skep.deploy.estate.AccessPolicy.Capability;
import skep.deploy.incident.Incident.State;
import skep.deploy.release.RecordData;
import skep.deploy.release.Release.Actor;

/** An incident as the text of a label. */
final class IncidentJson {
  private IncidentJson() {}

  static String write(Incident incident) {
    ObjectNode node = RecordData.object();
    Alert alert = incident.alert();
    node.put("key", alert.key())
        .put("right", alert.right().name())
        .put("severity", alert.severity().name())
        .put("subject", alert.subject())
        .put("next", alert.next());
    texts(node.putArray("evidence"), alert.evidence());
    texts(node.putArray("background"), alert.background());
    node.put("generation", incident.generation())
        .put("since", incident.since().toString())
        .put("lastSeen", incident.lastSeen().toString())
        .put("count", incident.count())
        .put("called", incident.called().toString());
    incident.group().ifPresent(group -> node.put("group", group));
    texts(node.putArray("heard"), incident.heard().stream().sorted().toList());
    state(node.putObject("state"), incident.state());
    return new String(RecordData.bytes(node), StandardCharsets.UTF_8);
  }

  private static void texts(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  private static void state(ObjectNode node, State state) {
    switch (state) {
      case State.Open() -> node.put("is", "open");
      case State.Acknowledged(var by, var at) ->
          by(node.put("is", "acknowledged").put("at", at.toString()), by);
      case State.Silenced(var by, var until) ->
          by(node.put("is", "silenced").put("at", until.toString()), by);
      case State.Resolved(var at, var how) ->
          node.put("is", "resolved").put("at", at.toString()).put("how", how);
    }
  }

  private static void by(ObjectNode node, Actor by) {
    node.put("by", by.id()).put("name", by.name());
  }

  /**
   * @throws RuntimeException where {@link #write} never wrote it
   */
  static Incident read(String text) {
    JsonNode node = RecordData.tree(text.getBytes(StandardCharsets.UTF_8));
    Alert alert =
        new Alert(
            text(node, "key"),
            Capability.valueOf(text(node, "right")),
            Alert.Severity.valueOf(text(node, "severity")),
            text(node, "subject"),
            texts(node.path("evidence")),
            text(node, "next"),
            texts(node.path("background")));
    return new Incident(
        alert,
        node.path("generation").asLong(),
        time(node, "since"),
        time(node, "lastSeen"),
        node.path("count").asInt(),
        state(node.path("state")),
        time(node, "called"),
        Optional.of(text(node, "group")).filter(group -> !group.isEmpty()),
        new HashSet<>(texts(node.path("heard"))));
  }

  private static State state(JsonNode node) {
    Actor by = new Actor(text(node, "by"), text(node, "name"));
    String is = text(node, "is");
    return switch (is) {
      case "open" -> new State.Open();
      case "acknowledged" -> new State.Acknowledged(by, time(node, "at"));
      case "silenced" -> new State.Silenced(by, time(node, "at"));
      case "resolved" -> new State.Resolved(time(node, "at"), text(node, "how"));
      default -> throw new IllegalArgumentException("an incident is not '" + is + "'");
    };
  }

  private static String text(JsonNode node, String key) {
    return node.path(key).asText("");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asText()));
    return texts;
  }

  private static Instant time(JsonNode node, String key) {
    return Instant.parse(text(node, key));
  }
}
