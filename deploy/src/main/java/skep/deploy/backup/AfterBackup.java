package skep.deploy.backup;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.restic.Snapshot;

/**
 * What follows the snapshots: the repository itself is asked for them, and those nobody wants to
 * keep go.
 */
final class AfterBackup {
  private final Retaining retaining;
  private final InstantSource clock;

  AfterBackup(Retaining retaining, InstantSource clock) {
    this.retaining = retaining;
    this.clock = clock;
  }

  /**
   * @param noted what the source's history has to say beside the report
   */
  record Followed(Report report, UnaryOperator<History> noted) {
    static Followed unchanged(Report report) {
      return new Followed(report, UnaryOperator.identity());
    }
  }

  Followed follow(Report report, BackupPolicy policy, History history) {
    Run run = report.run();
    if (report.entries().stream().allMatch(entry -> entry.snapshot().isEmpty())) {
      return Followed.unchanged(report);
    }
    try {
      Retention retention = retaining.plan(run, policy, hosts(report, history), history);
      Report confirmed = confirmed(report, retention);
      return letGo(confirmed, retention, policy, history);
    } catch (ResticFailedException e) {
      return Followed.unchanged(noting(report, "nothing was forgotten: " + e.getMessage()));
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
    Optional<String> stays = stays(retention, policy, history, report.run());
    if (stays.isPresent()) {
      return new Followed(noting(report, stays.get()), before -> before.withKept(all));
    }
    retaining.letGo(report.run(), retention.remove());
    retention.remove().forEach(one -> all.remove(one.id()));
    boolean agreed = Retention.isAgreed(policy.keep(), history);
    Entry agreement = Retention.agreement(policy.keep(), clock.instant());
    return new Followed(
        report,
        before -> agreed ? before.withKept(all) : before.withKept(all).with(List.of(agreement)));
  }

  /** Why what would go stays; empty also where nothing would. */
  private static Optional<String> stays(
      Retention retention, BackupPolicy policy, History history, Run run) {
    if (retention.refusal().isPresent()) {
      return Optional.of("nothing was forgotten: " + retention.refusal().get());
    }
    return retention.remove().isEmpty() || Retention.isAgreed(policy.keep(), history)
        ? Optional.empty()
        : Optional.of(
            "%d snapshots would go by keep %s; see them, and agree, with: /backup retention %s"
                .formatted(retention.remove().size(), Retention.mark(policy.keep()), run.source()));
  }

  private static Report noting(Report report, String note) {
    List<String> notes = new ArrayList<>(report.notes());
    notes.add(note);
    return new Report(report.run(), report.entries(), notes);
  }
}
