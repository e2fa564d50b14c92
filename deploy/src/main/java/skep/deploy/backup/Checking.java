package skep.deploy.backup;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.restic.AffectedSnapshots;
import skep.deploy.restic.CheckReport;
import skep.deploy.restic.DamageSearch;
import skep.deploy.restic.ResticArguments;
import skep.deploy.restic.ResticId;

/**
 * Reads the repository part by part, so that after a cycle of checks all of it was read, and holds
 * what is there against what should be. Where something is damaged, it finds out which snapshots
 * are.
 */
final class Checking {
  private static final Duration WITHIN = Duration.ofHours(12);

  private final Asking asking;
  private final InstantSource clock;

  Checking(Asking asking, InstantSource clock) {
    this.asking = asking;
    this.clock = clock;
  }

  /**
   * What a check found.
   *
   * @param broken whole ids of the snapshots that cannot be restored as they were made
   */
  record Checked(Report report, Set<String> broken) {}

  /**
   * @param history of the repository: which part was read last
   * @param known whole ids of the snapshots that should be there
   */
  Checked run(Run run, BackupPolicy policy, History history, Set<String> known) {
    int part = part(history, policy.check().parts());
    Said.Output output =
        asking
            .tried(
                run, "check", List.of(ResticArguments.check(part, policy.check().parts())), WITHIN)
            .getFirst();
    CheckReport report = CheckReport.of(output.status().orElse(1), output.lines().iterator());
    AffectedSnapshots affected = search(run, report, known);
    List<String> notes = new ArrayList<>(report.hints());
    affected
        .causes()
        .forEach((id, cause) -> notes.add("%s: %s".formatted(ResticId.brief(id), cause.words())));
    notes.addAll(affected.notes());
    boolean good = report.isHealthy() && affected.causes().isEmpty();
    String why =
        affected.causes().isEmpty()
            ? report.words()
            : "%s; %d snapshots affected".formatted(report.words(), affected.causes().size());
    Entry entry =
        Entry.of(
            run,
            clock.instant(),
            "",
            good ? Verdict.GOOD : Verdict.FAILED,
            good ? "part %d of %d".formatted(part, policy.check().parts()) : why);
    return new Checked(
        new Report(run, List.of(entry), notes), new TreeSet<>(affected.causes().keySet()));
  }

  /** The one after the last that was read; a part that could not be is read again. */
  private static int part(History history, int parts) {
    long read =
        history.entries().stream()
            .filter(entry -> entry.kind() == RunKind.CHECK && entry.isGood())
            .count();
    return (int) (read % parts) + 1;
  }

  private AffectedSnapshots search(Run run, CheckReport report, Set<String> known) {
    DamageSearch search = DamageSearch.after(report, known);
    for (int i = 1; ; i++) {
      switch (search.next()) {
        case DamageSearch.Found(var snapshots) -> {
          return snapshots;
        }
        case DamageSearch.Run(var arguments, var statusAlone) -> {
          Said.Output output =
              asking
                  .tried(run, "find" + i, List.of(silent(arguments, statusAlone)), WITHIN)
                  .getFirst();
          search.answer(output.status().orElse(1), output.lines().iterator());
        }
      }
    }
  }

  private static List<String> silent(List<String> arguments, boolean silent) {
    if (!silent) {
      return arguments;
    }
    List<String> all = new ArrayList<>();
    all.add("skep:silently");
    all.addAll(arguments);
    return all;
  }
}
