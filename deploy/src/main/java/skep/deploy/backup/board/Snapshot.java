package skep.deploy.backup.board;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import skep.deploy.backup.Entry;
import skep.deploy.backup.History;
import skep.deploy.backup.RunKind;
import skep.deploy.backup.Verdict;

/**
 * One snapshot that can be restored, or could be if it were not damaged.
 *
 * @param id whole
 * @param added bytes the repository grew by
 * @param verdict of the run that made it
 * @param verified whether a restore test passed on it
 * @param damaged whether a check found it damaged
 */
public record Snapshot(
    String id,
    String source,
    String node,
    Instant begun,
    long files,
    long bytes,
    long added,
    Verdict verdict,
    boolean verified,
    boolean damaged) {

  /**
   * The newest first.
   *
   * @param kept whether the repository still has the snapshot of this id
   */
  public static List<Snapshot> of(List<History> histories, Predicate<String> kept) {
    Set<String> damaged = new TreeSet<>();
    histories.forEach(history -> damaged.addAll(history.broken()));
    return histories.stream()
        .flatMap(history -> {
          Set<String> verified = verified(history);
          return history.entries().stream()
              .filter(Row::hasSnapshot)
              .filter(entry -> kept.test(entry.snapshot()))
              .map(entry -> of(history.source(), entry, verified, damaged));
        })
        .sorted(
            Comparator.comparing(Snapshot::begun)
                .reversed()
                .thenComparing(Snapshot::source)
                .thenComparing(Snapshot::node))
        .toList();
  }

  private static Set<String> verified(History history) {
    Set<String> verified = new HashSet<>();
    history.entries().stream()
        .filter(entry -> entry.kind() == RunKind.RESTORE_TEST && entry.isGood())
        .forEach(entry -> verified.add(entry.snapshot()));
    return verified;
  }

  private static Snapshot of(
      String source, Entry entry, Set<String> verified, Set<String> damaged) {
    return new Snapshot(
        entry.snapshot(),
        source,
        entry.node(),
        entry.begun(),
        entry.files(),
        entry.bytes(),
        entry.added(),
        entry.verdict(),
        verified.contains(entry.snapshot()),
        damaged.contains(entry.snapshot()));
  }
}
