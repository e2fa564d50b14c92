package skep.deploy.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import skep.deploy.release.RecordData;
import skep.deploy.release.RecordLabels;
import skep.deploy.release.RecordStore;
import skep.deploy.release.RecordStore.Stored;

/**
 * The histories of all sources, one record each. A record's data never changes: the next version of
 * a history is a record of the next number, and creating it twice fails, so that nothing is lost
 * where two bots write.
 */
public final class Histories {
  private static final String SOURCE = "skep.run.source";
  private static final String NUMBER = "skep.history";

  private final RecordStore store;

  public Histories(RecordStore store) {
    this.store = store;
  }

  /** Every source that was ever backed up, by name; read in one go. */
  public Map<String, History> all() {
    Map<String, Stored> newest = new HashMap<>();
    store
        .list(Map.of(RecordLabels.RECORD, "history"))
        .forEach(stored ->
            newest.merge(
                stored.labels().get(SOURCE), stored, (a, b) -> number(a) > number(b) ? a : b));
    Map<String, History> histories = new HashMap<>();
    newest.forEach((source, stored) -> histories.put(source, read(source, stored)));
    return histories;
  }

  public History of(String source) {
    return kept(source).stream()
        .findFirst()
        .map(stored -> read(source, stored))
        .orElseGet(() -> History.empty(source));
  }

  public History add(String source, List<Entry> entries) {
    return change(source, history -> history.with(entries));
  }

  /** Changes it, on top of what anybody else wrote meanwhile. */
  public History change(String source, UnaryOperator<History> change) {
    while (true) {
      List<Stored> before = kept(source);
      long next = before.isEmpty() ? 1 : number(before.getFirst()) + 1;
      History history =
          change.apply(before.isEmpty() ? History.empty(source) : read(source, before.getFirst()));
      try {
        store.create(
            "skep-history-%s-%d".formatted(source, next),
            Map.of(RecordLabels.RECORD, "history", SOURCE, source, NUMBER, Long.toString(next)),
            RecordData.pack(json(history)));
        before.forEach(store::remove);
        return history;
      } catch (RecordStore.NameTakenException e) {
        // Somebody was quicker: on top of what they wrote.
      }
    }
  }

  /** The newest first; more than one where a bot died between writing and removing. */
  private List<Stored> kept(String source) {
    return store.list(Map.of(RecordLabels.RECORD, "history", SOURCE, source)).stream()
        .sorted(Comparator.comparingLong(Histories::number).reversed())
        .toList();
  }

  private static long number(Stored stored) {
    return Long.parseLong(stored.labels().getOrDefault(NUMBER, "0"));
  }

  private static ObjectNode json(History history) {
    ObjectNode json = RecordData.object();
    history.broken().forEach(json.withArrayProperty("broken")::add);
    history.kept().forEach(json.withArrayProperty("kept")::add);
    ArrayNode entries = json.withArrayProperty("entries");
    for (Entry entry : history.entries()) {
      entries
          .addObject()
          .put("kind", entry.kind().word())
          .put("begun", entry.begun().toString())
          .put("took", entry.took().toMillis())
          .put("node", entry.node())
          .put("verdict", entry.verdict().word())
          .put("snapshot", entry.snapshot())
          .put("files", entry.files())
          .put("bytes", entry.bytes())
          .put("added", entry.added())
          .put("why", entry.why());
    }
    return json;
  }

  private static History read(String source, Stored stored) {
    ObjectNode json = RecordData.unpack(stored);
    List<Entry> entries = new ArrayList<>();
    json.path("entries").forEach(entry -> entries.add(entry(entry)));
    return new History(source, entries, texts(json.path("broken")), texts(json.path("kept")));
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new TreeSet<>();
    array.forEach(id -> texts.add(id.asText()));
    return texts;
  }

  private static Entry entry(JsonNode json) {
    return new Entry(
        RunKind.parse(json.path("kind").asText()),
        Instant.parse(json.path("begun").asText()),
        Duration.ofMillis(json.path("took").asLong()),
        json.path("node").asText(),
        Verdict.parse(json.path("verdict").asText()),
        json.path("snapshot").asText(),
        json.path("files").asLong(),
        json.path("bytes").asLong(),
        json.path("added").asLong(),
        json.path("why").asText());
  }
}
