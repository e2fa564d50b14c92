package skep.deploy.release;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Which messages are taken: a command is claimed under its message's id before anything is done for
 * it, so that it runs once however often and to however many bots it is delivered.
 */
public final class Claims {
  /** Longer than any chat server sends an old message again. */
  public static final Duration KEPT = Duration.ofDays(2);

  private static final String MESSAGE = "skep.message";
  private static final String RESULT = "skep.result";
  private static final String ALIVE = "skep.alive";
  private static final Map<String, String> ALL = Map.of(RecordLabels.RECORD, "claim");

  private final RecordStore store;
  private final InstantSource clock;

  public Claims(RecordStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * A taken message.
   *
   * @param alive when whoever took it last said that it is at work on it
   * @param result where the answer is; empty while it is being worked on
   */
  public record Claim(String messageId, Instant since, Instant alive, Optional<String> result) {}

  /** True for exactly one caller per message id. */
  public boolean claim(String messageId) {
    Map<String, String> labels =
        RecordLabels.with(
            ALL, Map.of(MESSAGE, messageId, RecordLabels.SINCE, clock.instant().toString()));
    // Random data: after an unanswered write, finding it tells our claim from another bot's.
    byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    try {
      store.create(RecordNames.claim(messageId), labels, mark);
      return true;
    } catch (RecordStore.NameTakenException e) {
      return false;
    }
  }

  /**
   * Notes where the answer is (a message id, a release, a plan), replacing what was noted.
   *
   * @throws IllegalStateException where the message was never claimed
   */
  public void note(String messageId, String result) {
    label(messageId, RESULT, result);
  }

  /**
   * Says that whoever took it is still at work on it.
   *
   * @throws IllegalStateException where the message was never claimed
   */
  public void alive(String messageId) {
    if (find(messageId).flatMap(Claim::result).isEmpty()) {
      label(messageId, ALIVE, clock.instant().toString());
    }
  }

  private void label(String messageId, String name, String value) {
    while (true) {
      RecordStore.Stored seen =
          store
              .find(RecordNames.claim(messageId))
              .orElseThrow(() -> new IllegalStateException(messageId + " was never claimed"));
      try {
        store.relabel(seen, RecordLabels.with(seen.labels(), Map.of(name, value)));
        return;
      } catch (RecordStore.MovedException e) {
        // The other label was set in the same moment: again, on top of it.
      }
    }
  }

  public Optional<Claim> find(String messageId) {
    return store.find(RecordNames.claim(messageId)).map(Claims::read);
  }

  /** Every kept claim, oldest first. */
  public List<Claim> all() {
    return store.list(ALL).stream()
        .map(Claims::read)
        .sorted((a, b) -> a.since().compareTo(b.since()))
        .toList();
  }

  /** Forgets claims older than {@link #KEPT}; says how many. */
  public int prune() {
    Instant oldest = clock.instant().minus(KEPT);
    List<RecordStore.Stored> old =
        store.list(ALL).stream().filter(stored -> read(stored).since().isBefore(oldest)).toList();
    old.forEach(store::remove);
    return old.size();
  }

  private static Claim read(RecordStore.Stored stored) {
    Instant since =
        RecordLabels.text(stored.labels(), RecordLabels.SINCE)
            .map(Instant::parse)
            .orElse(stored.created());
    return new Claim(
        stored.labels().getOrDefault(MESSAGE, ""),
        since,
        RecordLabels.text(stored.labels(), ALIVE).map(Instant::parse).orElse(since),
        RecordLabels.text(stored.labels(), RESULT));
  }
}
