package skep.deploy.backup.board;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import skep.deploy.backup.Entry;
import skep.deploy.backup.History;
import skep.deploy.backup.RunKind;

/** The rows of one source. */
final class Rows {
  private final BoardInput.Source source;
  private final History history;
  private final Instant now;

  /**
   * @param history with every damaged snapshot known of
   */
  Rows(BoardInput.Source source, History history, Instant now) {
    this.source = source;
    this.history = history;
    this.now = now;
  }

  /** Of the expected nodes, and of those that have backups from before. */
  Stream<Row> all() {
    Set<String> nodes = new TreeSet<>(source.nodes());
    nodes.addAll(history.nodes());
    return nodes.stream().map(this::row);
  }

  private Row row(String node) {
    List<Entry> backups = history.of(RunKind.BACKUP, node).toList();
    List<Entry> damaged = backups.stream().filter(this::isDamaged).toList();
    Optional<Entry> good =
        backups.stream()
            .filter(Entry::isGood)
            .filter(entry -> !isDamaged(entry))
            .filter(history::has)
            .findFirst();
    boolean expected = source.nodes().contains(node);
    boolean late =
        expected
            && source
                .due()
                .filter(due -> good.filter(entry -> !entry.begun().isBefore(due)).isEmpty())
                .isPresent();
    return new Row(
        source.name(),
        node,
        expected ? state(backups, damaged, good, late) : State.GONE,
        late,
        backups.stream().findFirst(),
        good,
        history.newestVerified(node),
        good.map(entry -> age(entry.begun())),
        history.newest(RunKind.RESTORE_TEST, node),
        history.newestGood(RunKind.RESTORE_TEST, node).map(Entry::took),
        SizeTrend.of(backups.stream().filter(Row::hasSnapshot).toList()),
        damaged,
        expected ? source.next() : Optional.empty());
  }

  private boolean isDamaged(Entry entry) {
    return history.broken().contains(entry.snapshot());
  }

  /** A clock that was put back makes nothing come from the future. */
  private Duration age(Instant begun) {
    return begun.isAfter(now) ? Duration.ZERO : Duration.between(begun, now);
  }

  private static State state(
      List<Entry> backups, List<Entry> damaged, Optional<Entry> good, boolean late) {
    List<State> states = new ArrayList<>();
    if (!damaged.isEmpty()) {
      states.add(State.DAMAGED);
    }
    if (good.isEmpty()) {
      states.add(State.NEVER);
    }
    backups.stream().findFirst().ifPresent(last -> states.add(state(last)));
    if (late) {
      states.add(State.LATE);
    }
    return states.stream().min(State::compareTo).orElseThrow();
  }

  private static State state(Entry last) {
    return switch (last.verdict()) {
      case GOOD -> State.FRESH;
      case PARTIAL -> State.PARTIAL;
      case SHRUNK -> State.SHRUNK;
      case GROWN -> State.GROWN;
      case FAILED -> State.FAILED;
    };
  }
}
