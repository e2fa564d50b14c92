package skep.deploy.release;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.deploy.release.Release.State;

/**
 * A release in flight: its record, and the journal of its steps. A step is noted as started before
 * it is done and as done after, so that whoever finds the record later knows what may have
 * happened. Only the holder of the stack's lock writes here. Safe for many threads.
 */
public final class OpenRelease {
  private final RecordStore store;
  private final InstantSource clock;
  private final ObjectNode data;
  private RecordStore.Stored stored;

  /** Of the first try: a later one that wrote another time would not know its own write again. */
  private Optional<Instant> ended = Optional.empty();

  OpenRelease(RecordStore store, InstantSource clock, RecordStore.Stored stored, ObjectNode data) {
    this.store = store;
    this.clock = clock;
    this.stored = stored;
    this.data = data;
  }

  public synchronized Release release() {
    return ReleaseJson.read(stored, data);
  }

  /** What the writer put there to be able to go on: opaque here. */
  public ObjectNode undertaking() {
    return data.path("undertaking") instanceof ObjectNode object
        ? object.deepCopy()
        : RecordData.object();
  }

  public List<String> steps() {
    return ReleaseJson.steps(data);
  }

  /** Notes steps about to be done, all in one write. */
  public void starting(Collection<Integer> steps) {
    change(RecordLabels.STARTED_STEPS, steps);
  }

  public void done(Collection<Integer> steps) {
    change(RecordLabels.DONE_STEPS, steps);
  }

  public synchronized boolean wasStarted(int step) {
    return noted(RecordLabels.STARTED_STEPS).contains(step);
  }

  public synchronized boolean isDone(int step) {
    return noted(RecordLabels.DONE_STEPS).contains(step);
  }

  /** From here on the only way is back. Noted before the first step back. */
  public void failing(String why) {
    write(Map.of(RecordLabels.FAILURE, why));
  }

  /** Why the way is back, where it is. */
  public synchronized Optional<String> failure() {
    return RecordLabels.text(stored.labels(), RecordLabels.FAILURE);
  }

  public void verifying() {
    write(Map.of(RecordLabels.STATE, State.VERIFYING.word()));
  }

  /**
   * @param outcome in a sentence, for people; without anything secret
   */
  public synchronized Release end(State state, String outcome) {
    if (state.inFlight()) {
      throw new IllegalArgumentException(state.word() + " is not an end");
    }
    var changes = new HashMap<String, String>();
    changes.put(RecordLabels.STATE, state.word());
    changes.put(RecordLabels.OUTCOME, outcome);
    ended = ended.or(() -> Optional.of(clock.instant()));
    changes.put(RecordLabels.ENDED, ended.orElseThrow().toString());
    write(changes);
    return release();
  }

  private synchronized void change(String label, Collection<Integer> steps) {
    write(Map.of(label, noted(label).with(steps).toString()));
  }

  private StepSet noted(String label) {
    return StepSet.parse(stored.labels().getOrDefault(label, ""));
  }

  private synchronized void write(Map<String, String> changes) {
    Map<String, String> labels = RecordLabels.with(stored.labels(), changes);
    try {
      stored = store.relabel(stored, labels);
    } catch (RecordStore.MovedException e) {
      // An earlier try of this very write may have got through without an answer.
      stored =
          store
              .find(stored.name())
              .filter(now -> now.id().equals(stored.id()) && now.labels().equals(labels))
              .orElseThrow(() -> e);
    }
  }
}
