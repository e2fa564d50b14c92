package skep.deploy.release;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import skep.deploy.release.Release.Actor;

/**
 * What a lock record says now. The record of a stack is made once and stays: freeing it is a
 * compare-and-set like taking it, so that nobody can remove a lock that became somebody else's.
 *
 * @param holder which run holds it; {@code person} for a lock without an end
 * @param abort why the run is to stop and go back; empty where nobody asked for that
 */
record LockState(
    String holder,
    Actor by,
    String reason,
    Instant since,
    Optional<Instant> until,
    Optional<String> abort) {
  static final String PERSON = "person";

  /** Empty where the lock is free. */
  static Optional<LockState> read(RecordStore.Stored stored) {
    Map<String, String> labels = stored.labels();
    return RecordLabels.text(labels, RecordLabels.HOLDER)
        .map(holder ->
            new LockState(
                holder,
                new Actor(
                    labels.getOrDefault(RecordLabels.BY_ID, ""),
                    labels.getOrDefault(RecordLabels.BY_NAME, "")),
                labels.getOrDefault(RecordLabels.REASON, ""),
                RecordLabels.text(labels, RecordLabels.SINCE)
                    .map(Instant::parse)
                    .orElse(stored.created()),
                RecordLabels.text(labels, RecordLabels.UNTIL).map(Instant::parse),
                RecordLabels.text(labels, RecordLabels.ABORT)));
  }

  LockState until(Instant end) {
    return new LockState(holder, by, reason, since, Optional.of(end), abort);
  }

  LockState aborted(Optional<String> why) {
    return new LockState(holder, by, reason, since, until, why);
  }

  /**
   * @param skew how far two machines' clocks may be apart without one breaking the other's live
   *     lease
   */
  boolean expired(Instant now, Duration skew) {
    return until.filter(end -> now.isAfter(end.plus(skew))).isPresent();
  }

  StackLocks.Held held() {
    return new StackLocks.Held(by, reason, since, until);
  }

  Map<String, String> labels(String stack) {
    Map<String, String> labels = free(stack);
    labels.put(RecordLabels.HOLDER, holder);
    labels.put(RecordLabels.BY_ID, by.id());
    labels.put(RecordLabels.BY_NAME, by.name());
    labels.put(RecordLabels.SINCE, since.toString());
    until.ifPresent(end -> labels.put(RecordLabels.UNTIL, end.toString()));
    Map<String, String> texts = new HashMap<>(Map.of(RecordLabels.REASON, reason));
    abort.ifPresent(why -> texts.put(RecordLabels.ABORT, why));
    return RecordLabels.with(labels, texts);
  }

  static Map<String, String> free(String stack) {
    var labels = new HashMap<String, String>();
    labels.put(RecordLabels.RECORD, "lock");
    labels.put(RecordLabels.STACK, stack);
    return labels;
  }
}
