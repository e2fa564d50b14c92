package skep.deploy.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import skep.deploy.release.RecordData;
import skep.deploy.release.RecordLabels;
import skep.deploy.release.RecordStore;
import skep.deploy.release.RecordStore.Stored;
import skep.deploy.release.Release.Actor;

/**
 * Which runs were begun, and what has to be put back after them, kept in the Swarm so that the next
 * bot goes on where one died. A run is recorded before anything is done for it.
 */
public final class RunRecords {
  private static final String SOURCE = "skep.run.source";
  private static final String STATE = "skep.state";
  private static final String SCALED = "skep.run.scaled.";
  private static final String RUNNING = "running";
  private static final Map<String, String> ALL = Map.of(RecordLabels.RECORD, "run");

  private final RecordStore store;

  public RunRecords(RecordStore store) {
    this.store = store;
  }

  /**
   * A run that was begun.
   *
   * @param scaled replicas from before, by service, of what the run scaled and did not put back
   * @param ended a word for how; empty while it is under way
   */
  public record Begun(Run run, Map<String, Integer> scaled, Optional<String> ended) {
    public Begun {
      scaled = Map.copyOf(scaled);
    }
  }

  /** False where it was begun already, by this bot or another. */
  public boolean begin(Run run) {
    Map<String, String> labels = new HashMap<>(ALL);
    labels.put(SOURCE, run.source());
    labels.put(STATE, RUNNING);
    try {
      store.create(name(run), labels, RecordData.pack(json(run)));
      return true;
    } catch (RecordStore.NameTakenException e) {
      return false;
    }
  }

  /** Noted before the service is scaled; what was noted first stays. */
  public void scaling(Run run, String service, int replicas) {
    relabel(
        run,
        labels -> {
          labels.putIfAbsent(SCALED + service, Integer.toString(replicas));
          return labels;
        });
  }

  /** The service has its replicas back. */
  public void putBack(Run run, String service) {
    relabel(
        run,
        labels -> {
          labels.remove(SCALED + service);
          return labels;
        });
  }

  /**
   * @param how a word: a verdict, {@code refused}, …
   */
  public void end(Run run, String how) {
    relabel(
        run,
        labels -> {
          labels.put(STATE, how);
          return labels;
        });
  }

  private void relabel(Run run, UnaryOperator<Map<String, String>> change) {
    while (true) {
      Stored seen =
          store
              .find(name(run))
              .orElseThrow(() -> new IllegalStateException(run.id() + " was never begun"));
      try {
        store.relabel(seen, change.apply(new HashMap<>(seen.labels())));
        return;
      } catch (RecordStore.MovedException e) {
        // Another label was set in the same moment: again, on top of it.
      }
    }
  }

  public Optional<Begun> find(Run run) {
    return store.find(name(run)).map(RunRecords::read);
  }

  /** Every kept run, the oldest first. */
  public List<Begun> all() {
    return store.list(ALL).stream()
        .map(RunRecords::read)
        .sorted(Comparator.comparing(begun -> begun.run().begun()))
        .toList();
  }

  /** Forgets ended runs from longer ago; their results stay in the history. */
  public void prune(Instant now, Duration kept) {
    store.list(ALL).stream()
        .filter(stored -> !stored.labels().getOrDefault(STATE, RUNNING).equals(RUNNING))
        .filter(stored -> read(stored).run().begun().plus(kept).isBefore(now))
        .forEach(store::remove);
  }

  private static Begun read(Stored stored) {
    Map<String, Integer> scaled = new TreeMap<>();
    stored
        .labels()
        .forEach((key, value) -> {
          if (key.startsWith(SCALED)) {
            scaled.put(key.substring(SCALED.length()), Integer.parseInt(value));
          }
        });
    return new Begun(
        run(RecordData.unpack(stored)),
        scaled,
        Optional.ofNullable(stored.labels().get(STATE)).filter(state -> !state.equals(RUNNING)));
  }

  private static String name(Run run) {
    return "skep-run-" + run.id().substring("skep-".length());
  }

  private static ObjectNode json(Run run) {
    return RecordData.object()
        .put("kind", run.kind().word())
        .put("source", run.source())
        .put("begun", run.begun().toString())
        .put("byId", run.by().id())
        .put("byName", run.by().name())
        .put("commit", run.commit())
        .put("origin", run.origin());
  }

  private static Run run(ObjectNode json) {
    return new Run(
        RunKind.parse(json.path("kind").asText()),
        json.path("source").asText(),
        Instant.parse(json.path("begun").asText()),
        new Actor(json.path("byId").asText(), json.path("byName").asText()),
        json.path("commit").asText(),
        json.path("origin").asText());
  }
}
