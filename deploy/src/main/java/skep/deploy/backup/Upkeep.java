package skep.deploy.backup;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.restic.ResticArguments;

/** What is done to the repository as a whole, and to what it keeps. */
final class Upkeep {
  private static final Duration PRUNE = Duration.ofHours(12);

  private final BackupTools tools;
  private final Asking asking;
  private final Retaining retaining;

  Upkeep(BackupTools tools, Asking asking, Retaining retaining) {
    this.tools = tools;
    this.asking = asking;
    this.retaining = retaining;
  }

  Report check(Run run, BackupPolicy policy) {
    Map<String, History> histories = tools.histories().all();
    Set<String> known = new TreeSet<>();
    histories.values().forEach(history -> known.addAll(history.kept()));
    History ours = histories.getOrDefault(History.REPOSITORY, History.empty(History.REPOSITORY));
    Checking.Checked checked = new Checking(asking, tools.clock()).run(run, policy, ours, known);
    histories.forEach((source, history) -> {
      Set<String> broken = new TreeSet<>(checked.broken());
      broken.retainAll(history.kept());
      if (!broken.equals(history.broken())) {
        tools.histories().change(source, before -> before.withBroken(broken));
      }
    });
    Report report =
        checked.report().isGood() ? counted(checked.report(), policy, histories) : checked.report();
    return tools
        .objects()
        .map(Storage::of)
        .map(storage -> storage.noted(report, ours))
        .orElse(report);
  }

  private Report counted(Report check, BackupPolicy policy, Map<String, History> histories) {
    return new SourceUsage(asking, tools.histories(), tools.clock())
        .count(check.run(), policy, histories)
        .map(check::with)
        .orElse(check);
  }

  Report prune(Run run, BackupPolicy policy) {
    asking.ask(run, "prune", List.of(ResticArguments.prune()), PRUNE);
    return new Report(
        run,
        List.of(
            Entry.of(
                run, tools.clock().instant(), "", Verdict.GOOD, Retention.mark(policy.keep()))),
        List.of());
  }

  Retention plan(Run run, BackupPolicy policy) {
    History history = tools.histories().of(run.source());
    return retaining.plan(run, policy, List.copyOf(history.nodes()), history);
  }

  /** Agrees to what the policy does, and does it. */
  Report retain(Run run, BackupPolicy policy) {
    Retention retention = plan(run, policy);
    if (retention.refusal().isPresent()) {
      return new Report(
          run,
          List.of(
              Entry.of(
                  run, tools.clock().instant(), "", Verdict.FAILED, retention.refusal().get())),
          List.of());
    }
    retaining.letGo(run, retention.remove());
    Set<String> kept = new TreeSet<>();
    retention.keep().forEach(one -> kept.add(one.id()));
    tools.histories().change(run.source(), before -> before.withKept(kept));
    return new Report(
        run,
        List.of(Retention.agreement(policy.keep(), tools.clock().instant())),
        List.of("%d snapshots went, %d stay".formatted(retention.remove().size(), kept.size())));
  }
}
