package skep.deploy.backup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import skep.deploy.plan.PlanIds;
import skep.deploy.release.RecordData;
import skep.deploy.release.RecordLabels;
import skep.deploy.release.RecordStore;
import skep.deploy.release.RecordStore.Stored;
import skep.deploy.release.Release.Actor;

/** Restores somebody has asked for and somebody else has to agree to, kept in the Swarm. */
public final class WaitingRestores {
  /** After this time what was looked at may be another. */
  public static final Duration WAITS = Duration.ofHours(1);

  private static final String TAKEN = "skep.taken";
  private static final Map<String, String> ALL = Map.of(RecordLabels.RECORD, "restore");

  private final RecordStore store;
  private final InstantSource clock;

  public WaitingRestores(RecordStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * The id people agree to: its content and its moment give it.
   *
   * @throws RecordStore.NameTakenException where the same was asked for in the same moment
   */
  public String store(Restore what) {
    prune();
    ObjectNode json = json(what);
    String id = PlanIds.derive(RecordData.bytes(json));
    store.create(name(id), ALL, RecordData.pack(json));
    return id;
  }

  public Optional<Restore> find(String id) {
    return stored(id).map(WaitingRestores::read).filter(this::isFresh);
  }

  /** For exactly one caller: it counts once. */
  public Optional<Restore> take(String id) {
    Optional<Stored> stored = stored(id).filter(one -> isFresh(read(one)));
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    try {
      // Whoever changes it first has it.
      Stored taken =
          store.relabel(
              stored.get(),
              Map.of(RecordLabels.RECORD, "restore", TAKEN, UUID.randomUUID().toString()));
      store.remove(taken);
      return Optional.of(read(taken));
    } catch (RecordStore.MovedException e) {
      return Optional.empty();
    }
  }

  private Optional<Stored> stored(String id) {
    return PlanIds.parse(id)
        .flatMap(known -> store.find(name(known)))
        .filter(one -> !one.labels().containsKey(TAKEN));
  }

  private boolean isFresh(Restore what) {
    return clock.instant().isBefore(what.asked().plus(WAITS));
  }

  private void prune() {
    store.list(ALL).stream().filter(one -> !isFresh(read(one))).forEach(store::remove);
  }

  private static String name(String id) {
    return "skep-restore-" + id;
  }

  private static ObjectNode json(Restore what) {
    return RecordData.object()
        .put("source", what.source())
        .put("snapshot", what.snapshot())
        .put("path", what.path())
        .put("node", what.node())
        .put("target", what.target())
        .put("byId", what.by().id())
        .put("byName", what.by().name())
        .put("origin", what.origin())
        .put("asked", what.asked().toString());
  }

  private static Restore read(Stored stored) {
    ObjectNode json = RecordData.unpack(stored);
    return new Restore(
        json.path("source").asText(),
        json.path("snapshot").asText(),
        json.path("path").asText(),
        json.path("node").asText(),
        json.path("target").asText(),
        new Actor(json.path("byId").asText(), json.path("byName").asText()),
        json.path("origin").asText(),
        Instant.parse(json.path("asked").asText()));
  }
}
