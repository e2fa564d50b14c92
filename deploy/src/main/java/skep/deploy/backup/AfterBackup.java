package skep.deploy.backup;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.restic.Snapshot;

/**
 * What follows the snapshots: the repository itself is asked for them, and those nobody wants to
 * keep go.
 */
final class AfterBackup {
  private final Retaining retaining;

  AfterBackup(Retaining retaining) {
    this.retaining = retaining;
  }

  /**
   * @param kept whole ids of what should be in the repository now; empty where it did not say
   * @param agreed whether the policy is one whose effect somebody has seen, and agreed to
   */
  record Followed(Report report, Optional<Set<String>> kept, boolean agreed) {}

  Followed follow(Report report, BackupPolicy policy, History history) {
    Run run = report.run();
    if (report.entries().stream().allMatch(entry -> entry.snapshot().isEmpty())) {
      return new Followed(report, Optional.empty(), false);
    }
    try {
      Retention retention = retaining.plan(run, policy, hosts(report, history), history);
      Report confirmed = confirmed(report, retention);
      return letGo(confirmed, retention, policy, history);
    } catch (ResticFailedException e) {
      return new Followed(
          noting(report, "nothing was forgotten: " + e.getMessage()), Optional.empty(), false);
    }
  }

  static List<String> hosts(Report report, History history) {
    return Stream.concat(history.nodes().stream(), report.entries().stream().map(Entry::node))
        .distinct()
        .sorted()
        .toList();
  }

  /** What restic told of has to be in the repository when that is asked, under its whole id. */
  private static Report confirmed(Report report, Retention retention) {
    List<Snapshot> there = new ArrayList<>(retention.keep());
    there.addAll(retention.remove());
    List<Entry> entries =
        report.entries().stream()
            .map(entry -> entry.snapshot().isEmpty() ? entry : confirmed(entry, there))
            .toList();
    return new Report(report.run(), entries, report.notes());
  }

  private static Entry confirmed(Entry entry, List<Snapshot> there) {
    return there.stream()
        .filter(one -> one.isCalled(entry.snapshot()) && one.host().equals(entry.node()))
        .findFirst()
        .map(one -> entry.named(one.id()))
        .orElseGet(() ->
            entry.as(
                Verdict.FAILED,
                "restic told of snapshot %s, and the repository does not have it"
                    .formatted(entry.snapshot())));
  }

  private Followed letGo(Report report, Retention retention, BackupPolicy policy, History history) {
    // What should be there and is not listed stays expected, so that the next check misses it.
    Set<String> all = new TreeSet<>(history.kept());
    all.addAll(retention.ids());
    if (retention.remove().isEmpty()) {
      return new Followed(report, Optional.of(all), true);
    }
    if (retention.refusal().isPresent()) {
      return new Followed(
          noting(report, "nothing was forgotten: " + retention.refusal().get()),
          Optional.of(all),
          false);
    }
    if (!agreed(history, policy)) {
      return new Followed(
          noting(
              report,
              "%d snapshots would go by keep %s; see them, and agree, with: /backup retention %s"
                  .formatted(
                      retention.remove().size(),
                      Retention.mark(policy.keep()),
                      report.run().source())),
          Optional.of(all),
          false);
    }
    retaining.letGo(report.run(), retention.remove());
    Set<String> kept = new TreeSet<>(all);
    kept.removeAll(new HashSet<>(retention.remove().stream().map(Snapshot::id).toList()));
    return new Followed(report, Optional.of(kept), true);
  }

  /** Whether this very policy was in force when snapshots went before, or nothing had to go. */
  static boolean agreed(History history, BackupPolicy policy) {
    return history
        .newest(RunKind.RETENTION, "")
        .filter(Entry::isGood)
        .filter(entry -> entry.why().equals(Retention.mark(policy.keep())))
        .isPresent();
  }

  private static Report noting(Report report, String note) {
    List<String> notes = new ArrayList<>(report.notes());
    notes.add(note);
    return new Report(report.run(), report.entries(), notes);
  }
}
