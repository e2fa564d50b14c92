package skep.deploy.backup.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import skep.deploy.backup.Entry;
import skep.deploy.backup.History;
import skep.deploy.backup.RunKind;

/**
 * How all backups are.
 *
 * @param rows by source and node
 * @param repository what is done to all of it
 * @param usage what the snapshots of each source need of it, as far as the newest good check has
 *     counted it; what two share counts for both
 */
public record Board(List<Row> rows, Repository repository, SortedMap<String, SizeTrend> usage) {
  public Board {
    rows = List.copyOf(rows);
    usage = Collections.unmodifiableSortedMap(new TreeMap<>(usage));
  }

  /**
   * The repository as a whole.
   *
   * @param check the newest one, whatever became of it
   * @param goodCheck the newest that found nothing wrong
   * @param damaged whole ids of all snapshots found damaged, also of those no row knows
   * @param trend of what all of it takes up; empty while no check has counted it
   */
  public record Repository(
      Optional<Entry> check,
      Optional<Entry> goodCheck,
      Set<String> damaged,
      Optional<SizeTrend> trend) {
    public Repository {
      damaged = Set.copyOf(damaged);
    }
  }

  /** Sources of the policy first; what is only known from before follows. */
  public static Board of(BoardInput input) {
    Set<String> damaged = new TreeSet<>();
    Map<String, History> histories = new HashMap<>();
    for (History history : input.histories()) {
      damaged.addAll(history.broken());
      histories.put(history.source(), history);
    }
    List<Row> rows = new ArrayList<>();
    for (BoardInput.Source source : sources(input)) {
      History history =
          histories.getOrDefault(source.name(), History.empty(source.name())).withBroken(damaged);
      new Rows(source, history, input.now()).all().forEach(rows::add);
    }
    Repository repository =
        repository(histories.getOrDefault(History.REPOSITORY, History.empty("")), damaged);
    return new Board(rows, repository, usage(input.histories(), repository.goodCheck()));
  }

  private static SortedMap<String, SizeTrend> usage(
      List<History> histories, Optional<Entry> check) {
    SortedMap<String, SizeTrend> usage = new TreeMap<>();
    Optional<Instant> newest = check.map(Entry::begun);
    for (History history : histories) {
      List<Entry> counted = history.of(RunKind.CHECK, "").toList();
      boolean isNew = counted.stream().findFirst().map(Entry::begun).equals(newest);
      if (isNew && !history.source().equals(History.REPOSITORY)) {
        SizeTrend.of(counted).ifPresent(trend -> usage.put(history.source(), trend));
      }
    }
    return usage;
  }

  private static List<BoardInput.Source> sources(BoardInput input) {
    List<BoardInput.Source> sources = new ArrayList<>(input.sources());
    sources.sort(Comparator.comparing(BoardInput.Source::name));
    Set<String> known = new TreeSet<>(sources.stream().map(BoardInput.Source::name).toList());
    known.add(History.REPOSITORY);
    input.histories().stream()
        .map(History::source)
        .filter(known::add)
        .sorted()
        .map(name -> new BoardInput.Source(name, Set.of(), Optional.empty(), Optional.empty()))
        .forEach(sources::add);
    return sources;
  }

  private static Repository repository(History history, Set<String> damaged) {
    List<Entry> checks =
        history.entries().reversed().stream()
            .filter(entry -> entry.kind() == RunKind.CHECK)
            .toList();
    return new Repository(
        checks.stream().findFirst(),
        checks.stream().filter(Entry::isGood).findFirst(),
        damaged,
        SizeTrend.of(checks.stream().filter(entry -> entry.bytes() > 0).toList()));
  }

  /** Those a person should look at, the worst first. */
  public List<Row> trouble() {
    return rows.stream().filter(Row::isTrouble).sorted(Comparator.comparing(Row::state)).toList();
  }
}
