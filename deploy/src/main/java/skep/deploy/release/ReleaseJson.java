package skep.deploy.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.release.Release.Actor;
import skep.secrets.repository.CommitId;

/** The immutable part of a release record. */
final class ReleaseJson {
  private ReleaseJson() {}

  static ObjectNode write(Releases.Draft draft, Optional<Integer> previous, Instant started) {
    ObjectNode node = RecordData.object();
    node.put("stack", draft.stack());
    node.put("commit", draft.commit().sha());
    node.put("plan", draft.plan());
    draft.services().forEach((name, spec) -> node.withObjectProperty("services").set(name, spec));
    draft.networks().forEach((name, spec) -> node.withObjectProperty("networks").set(name, spec));
    draft
        .fingerprints()
        .forEach((name, print) -> node.withObjectProperty("fingerprints").put(name, print));
    node.set("requestedBy", actor(draft.requestedBy()));
    draft.consent().by().forEach(actor -> node.withArrayProperty("approvedBy").add(actor(actor)));
    draft.consent().brokeGlass().ifPresent(why -> node.put("brokeGlass", why));
    previous.ifPresent(number -> node.put("previous", number));
    draft.backTo().ifPresent(number -> node.put("backTo", number));
    node.put("origin", draft.origin());
    node.put("started", started.toString());
    draft.steps().forEach(step -> node.withArrayProperty("steps").add(step));
    node.set("undertaking", draft.undertaking());
    return node;
  }

  static Release read(RecordStore.Stored stored, ObjectNode node) {
    Map<String, String> labels = stored.labels();
    return new Release(
        node.path("stack").asText(),
        Integer.parseInt(labels.getOrDefault(RecordLabels.NUMBER, "0")),
        state(labels.getOrDefault(RecordLabels.STATE, "")),
        new CommitId(node.path("commit").asText()),
        node.path("plan").asText(),
        objects(node.path("services")),
        objects(node.path("networks")),
        texts(node.path("fingerprints")),
        actor(node.path("requestedBy")),
        consent(node),
        node.has("previous") ? Optional.of(node.path("previous").asInt()) : Optional.empty(),
        node.path("origin").asText(),
        Instant.parse(node.path("started").asText()),
        RecordLabels.text(labels, RecordLabels.ENDED).map(Instant::parse),
        labels.getOrDefault(RecordLabels.OUTCOME, ""),
        journal(labels, steps(node)),
        node.has("backTo") ? Optional.of(node.path("backTo").asInt()) : Optional.empty());
  }

  static List<String> steps(ObjectNode node) {
    var steps = new ArrayList<String>();
    node.path("steps").forEach(step -> steps.add(step.asText()));
    return List.copyOf(steps);
  }

  /** A state a newer Skep wrote is not in flight and not verified: nothing is done about it. */
  static Release.State state(String word) {
    for (Release.State state : Release.State.values()) {
      if (state.word().equals(word)) {
        return state;
      }
    }
    return Release.State.FAILED;
  }

  private static List<String> journal(Map<String, String> labels, List<String> steps) {
    StepSet started = StepSet.parse(labels.getOrDefault(RecordLabels.STARTED_STEPS, ""));
    StepSet done = StepSet.parse(labels.getOrDefault(RecordLabels.DONE_STEPS, ""));
    var journal = new ArrayList<String>();
    for (int i = 0; i < steps.size(); i++) {
      if (done.contains(i)) {
        journal.add(steps.get(i) + ": done");
      } else if (started.contains(i)) {
        journal.add(steps.get(i) + ": started");
      }
    }
    return journal;
  }

  private static ObjectNode actor(Actor actor) {
    return RecordData.object().put("id", actor.id()).put("name", actor.name());
  }

  private static Actor actor(JsonNode node) {
    return new Actor(node.path("id").asText(), node.path("name").asText());
  }

  private static Consent consent(ObjectNode node) {
    JsonNode written = node.path("approvedBy");
    var by = new ArrayList<Actor>();
    if (written.isObject()) {
      // As it was written before there could be several.
      by.add(actor(written));
    }
    written
        .elements()
        .forEachRemaining(one -> {
          if (one.isObject()) {
            by.add(actor(one));
          }
        });
    return new Consent(
        by, Optional.of(node.path("brokeGlass").asText()).filter(why -> !why.isEmpty()));
  }

  private static Map<String, ObjectNode> objects(JsonNode node) {
    var objects = new LinkedHashMap<String, ObjectNode>();
    node.properties()
        .forEach(entry -> {
          if (entry.getValue() instanceof ObjectNode spec) {
            objects.put(entry.getKey(), spec);
          }
        });
    return objects;
  }

  private static Map<String, String> texts(JsonNode node) {
    var texts = new LinkedHashMap<String, String>();
    node.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }
}
