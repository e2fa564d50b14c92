package skep.deploy.backup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What became of a source's runs, the oldest first. Bounded: for each node and kind the newest
 * stay.
 *
 * @param source its name; {@link #REPOSITORY} for what is done to all of the repository
 * @param entries the oldest first
 * @param broken whole ids of snapshots a check found damaged
 * @param kept whole ids of the snapshots that should be in the repository; empty while nobody knows
 */
public record History(String source, List<Entry> entries, Set<String> broken, Set<String> kept) {
  /** No source can have this name. */
  public static final String REPOSITORY = "_repository";

  /** More than a year of days. */
  private static final int MOST_A_NODE = 420;

  public History {
    entries = entries.stream().sorted(Comparator.comparing(Entry::begun)).toList();
    broken = Set.copyOf(broken);
    kept = Set.copyOf(kept);
  }

  public History(String source, List<Entry> entries, Set<String> broken) {
    this(source, entries, broken, Set.of());
  }

  public static History empty(String source) {
    return new History(source, List.of(), Set.of());
  }

  public History with(List<Entry> more) {
    List<Entry> all = new ArrayList<>(entries);
    all.addAll(more);
    for (Entry entry : more) {
      List<Entry> alike =
          all.stream()
              .filter(one -> one.kind() == entry.kind() && one.node().equals(entry.node()))
              .sorted(Comparator.comparing(Entry::begun))
              .toList();
      if (alike.size() > MOST_A_NODE) {
        all.removeAll(alike.subList(0, alike.size() - MOST_A_NODE));
      }
    }
    return new History(source, all, broken, kept);
  }

  /** The same where nothing of this run was written down yet. */
  History without(Run run) {
    return new History(
        source,
        entries.stream()
            .filter(entry -> entry.kind() != run.kind() || !entry.begun().equals(run.begun()))
            .toList(),
        broken,
        kept);
  }

  public History withBroken(Set<String> snapshots) {
    return new History(source, entries, snapshots, kept);
  }

  public History withKept(Set<String> snapshots) {
    return new History(source, entries, broken, snapshots);
  }

  /** Whether the repository still has its snapshot, as far as anybody knows. */
  public boolean has(Entry backup) {
    return kept.isEmpty()
        || kept.contains(backup.snapshot())
        || entries.stream()
            .filter(one -> kept.contains(one.snapshot()))
            .noneMatch(one -> one.begun().isAfter(backup.begun()));
  }

  public boolean hasSnapshot() {
    return entries.stream().anyMatch(entry -> !entry.snapshot().isEmpty());
  }

  /** The nodes of its backups, sorted. */
  public Set<String> nodes() {
    Set<String> nodes = new TreeSet<>();
    entries.stream()
        .filter(entry -> entry.kind() == RunKind.BACKUP)
        .forEach(entry -> nodes.add(entry.node()));
    return nodes;
  }

  /** The newest first. */
  public Stream<Entry> of(RunKind kind, String node) {
    return entries.reversed().stream()
        .filter(entry -> entry.kind() == kind && entry.node().equals(node));
  }

  public Optional<Entry> newest(RunKind kind, String node) {
    return of(kind, node).findFirst();
  }

  public Optional<Entry> newestGood(RunKind kind, String node) {
    return of(kind, node).filter(Entry::isGood).findFirst();
  }

  /** The newest backup a restore test has passed since, of those no check found damaged. */
  public Optional<Entry> newestVerified(String node) {
    Set<String> passed = new TreeSet<>();
    of(RunKind.RESTORE_TEST, node)
        .filter(Entry::isGood)
        .forEach(test -> passed.add(test.snapshot()));
    return of(RunKind.BACKUP, node)
        .filter(backup -> passed.contains(backup.snapshot()))
        .filter(backup -> !broken.contains(backup.snapshot()))
        .filter(this::has)
        .findFirst();
  }

  /** When all of these nodes have succeeded since; the oldest of their newest successes. */
  public Optional<Instant> lastSuccess(RunKind kind, Set<String> nodes) {
    List<Optional<Entry>> newest = nodes.stream().map(node -> newestGood(kind, node)).toList();
    return newest.isEmpty() || newest.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : newest.stream().map(entry -> entry.orElseThrow().begun()).min(Instant::compareTo);
  }
}
