package skep.deploy.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.oneshot.OneShots;
import skep.deploy.oneshot.Where;
import skep.deploy.release.StackLocks;
import skep.deploy.restic.ExitStatus;
import skep.deploy.restic.LockWitness;
import skep.deploy.restic.RepositoryLock;
import skep.deploy.restic.ResticArguments;

/**
 * What is done for backups, from its record in the Swarm to its place in the history. Whatever a
 * bot that died left can be carried out again: it goes on where that one stopped.
 */
public final class Backups {
  private static final Duration SHORT = Duration.ofMinutes(30);
  private static final Duration PRUNE = Duration.ofHours(12);
  private static final Duration RUNS_KEPT = Duration.ofDays(14);

  private final Tools tools;
  private final Asking asking;
  private final Retaining retaining;

  /**
   * What it works with.
   *
   * @param quiesce scales services; empty where there is no Swarm
   * @param objects of the repository; empty where they cannot be reached
   * @param witness what is known of who might own a lock
   * @param told what was done about a lock
   */
  public record Tools(
      OneShots oneShots,
      Repository repository,
      RunRecords runs,
      Histories histories,
      StackLocks locks,
      Optional<Quiesce> quiesce,
      Optional<RepositoryObjects> objects,
      Function<RepositoryLock, LockWitness> witness,
      Consumer<String> told,
      InstantSource clock) {}

  public Backups(Tools tools) {
    this.tools = tools;
    this.asking =
        new Asking(
            tools.repository(),
            new Locks(tools.repository(), tools.objects(), tools.witness(), tools.told()),
            Asking.Pace.DEFAULT);
    this.retaining = new Retaining(asking);
  }

  /** Another run of the source is under way. */
  public static final class BusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BusyException(String source, StackLocks.Held held) {
      super(
          "%s is in use: %s, since %s, by %s"
              .formatted(source, held.reason(), held.since(), held.by().name()));
    }
  }

  /** Records it. False where it was begun already, by this bot or another. */
  public boolean begin(Run run) {
    tools.runs().prune(tools.clock().instant(), RUNS_KEPT);
    return tools.runs().begin(run);
  }

  /** Runs that are not at their end: under way, or left by a bot that died. */
  public List<RunRecords.Begun> unfinished() {
    return tools.runs().unfinished();
  }

  public Map<String, History> histories() {
    return tools.histories().all();
  }

  /** Host names of the nodes a source is backed up from. */
  public List<String> nodes(Source source) {
    return tools
        .oneShots()
        .nodes(source.everyNode() ? new Where.EveryNode() : new Where.Matching(source.on()));
  }

  /**
   * Carries a recorded run out to its end.
   *
   * @throws BusyException where another run of the source is under way; the record stays as it is
   * @throws skep.deploy.swarm.InterruptedRunException where this program is being stopped
   */
  public Report carryOut(Run run, BackupPolicy policy, Watch watch) {
    String lock = "backup " + run.source();
    return switch (tools.locks().acquire(lock, run.by(), run.kind().word())) {
      case StackLocks.Held held -> throw new BusyException(run.source(), held);
      case StackLocks.Acquired(var lease) -> {
        try {
          yield recorded(run, done(run, policy, watch));
        } finally {
          lease.close();
        }
      }
    };
  }

  private Report done(Run run, BackupPolicy policy, Watch watch) {
    try {
      return switch (run.kind()) {
        case BACKUP -> backUp(run, policy, source(run, policy), watch);
        case RESTORE_TEST -> restoreTest(run, policy, source(run, policy), watch);
        case CHECK -> check(run, policy);
        case PRUNE -> prune(run, policy);
        case RETENTION -> retain(run, policy);
        case RESTORE ->
            throw new IllegalArgumentException("a restore is carried out with what was asked for");
      };
    } catch (ResticFailedException | StepFailedException e) {
      return failed(run, e.getMessage());
    }
  }

  private static Source source(Run run, BackupPolicy policy) {
    return Optional.ofNullable(policy.sources().get(run.source()))
        .orElseThrow(() ->
            new StepFailedException("there is no source %s any more".formatted(run.source())));
  }

  private Report backUp(Run run, BackupPolicy policy, Source source, Watch watch) {
    History history = tools.histories().of(run.source());
    initialise(run);
    Steps steps = new Steps(tools.oneShots(), tools.quiesce());
    Report report =
        new BackUp(tools.repository(), steps, tools.clock())
            .run(run, policy, source, nodes(source), history, watch);
    watch.show("retention", List.of());
    AfterBackup.Followed followed = new AfterBackup(retaining).follow(report, policy, history);
    followed
        .kept()
        .ifPresent(kept -> tools.histories().change(run.source(), before -> before.withKept(kept)));
    if (followed.agreed() && !AfterBackup.agreed(history, policy)) {
      tools.histories().add(run.source(), List.of(agreement(policy)));
    }
    return followed.report();
  }

  private Entry agreement(BackupPolicy policy) {
    return new Entry(
        RunKind.RETENTION,
        tools.clock().instant(),
        Duration.ZERO,
        "",
        Verdict.GOOD,
        "",
        0,
        0,
        0,
        Retention.mark(policy.keep()));
  }

  /** A repository is made once: where one was, its absence is a loss and no beginning. */
  private void initialise(Run run) {
    boolean known =
        tools.histories().all().values().stream()
            .flatMap(history -> history.entries().stream())
            .anyMatch(entry -> !entry.snapshot().isEmpty());
    if (known) {
      return;
    }
    Said.Output config =
        asking.tried(run, "config", List.of(ResticArguments.catConfig()), SHORT).getFirst();
    if (Asking.status(config) == ExitStatus.NO_REPOSITORY) {
      asking.ask(run, "init", List.of(ResticArguments.init()), SHORT);
    }
  }

  private Report restoreTest(Run run, BackupPolicy policy, Source source, Watch watch) {
    String on = tools.oneShots().nodes(new Where.AnyOne("")).getFirst();
    return new RestoreTesting(tools.repository(), new Probing(tools.oneShots()), tools.clock())
        .run(run, policy, source, tools.histories().of(run.source()), on, watch);
  }

  private Report check(Run run, BackupPolicy policy) {
    Map<String, History> histories = tools.histories().all();
    Set<String> known = new TreeSet<>();
    histories.values().forEach(history -> known.addAll(history.kept()));
    Checking.Checked checked =
        new Checking(asking, tools.clock())
            .run(run, policy, tools.histories().of(History.REPOSITORY), known);
    histories.forEach((source, history) -> {
      Set<String> broken = new TreeSet<>(checked.broken());
      broken.retainAll(history.kept());
      if (!broken.equals(history.broken())) {
        tools.histories().change(source, before -> before.withBroken(broken));
      }
    });
    return checked.report();
  }

  private Report prune(Run run, BackupPolicy policy) {
    asking.ask(run, "prune", List.of(ResticArguments.prune()), PRUNE);
    return new Report(
        run, List.of(entry(run, Verdict.GOOD, Retention.mark(policy.keep()))), List.of());
  }

  /** What would go of a source now, and whether it may. */
  public Retention retention(Run run, BackupPolicy policy) {
    History history = tools.histories().of(run.source());
    try {
      return retaining.plan(run, policy, List.copyOf(history.nodes()), history);
    } finally {
      tools.repository().remove(run);
    }
  }

  /** Agrees to what the policy does, and does it. */
  private Report retain(Run run, BackupPolicy policy) {
    History history = tools.histories().of(run.source());
    Retention retention = retaining.plan(run, policy, List.copyOf(history.nodes()), history);
    if (retention.refusal().isPresent()) {
      return failed(run, retention.refusal().get());
    }
    retaining.letGo(run, retention.remove());
    Set<String> kept = new TreeSet<>();
    retention.keep().forEach(one -> kept.add(one.id()));
    tools.histories().change(run.source(), before -> before.withKept(kept));
    return new Report(
        run,
        List.of(agreement(policy)),
        List.of("%d snapshots went, %d stay".formatted(retention.remove().size(), kept.size())));
  }

  /**
   * What a restore would do; nothing is changed.
   *
   * @throws ResticFailedException where nobody can say
   */
  public Preview preview(Run run, Restore what) {
    try {
      return new Restoring(tools.repository()).preview(run, what);
    } finally {
      tools.repository().remove(run);
    }
  }

  /** Restores it; the run was recorded as begun. */
  public Report restore(Run run, Restore what, Watch watch) {
    Optional<String> trouble = new Restoring(tools.repository()).restore(run, what, watch);
    Entry entry =
        entry(run, trouble.isEmpty() ? Verdict.GOOD : Verdict.FAILED, trouble.orElse(""))
            .named(what.snapshot())
            .at(what.node());
    return recorded(run, new Report(run, List.of(entry), List.of()));
  }

  private Report failed(Run run, String why) {
    List<Entry> entries = new ArrayList<>();
    if (run.kind() == RunKind.BACKUP) {
      Optional.ofNullable(tools.histories().of(run.source()))
          .ifPresent(history ->
              history
                  .nodes()
                  .forEach(node -> entries.add(entry(run, Verdict.FAILED, why).at(node))));
    }
    return new Report(
        run, entries.isEmpty() ? List.of(entry(run, Verdict.FAILED, why)) : entries, List.of());
  }

  private Entry entry(Run run, Verdict verdict, String why) {
    Instant now = tools.clock().instant();
    Duration took = Duration.between(run.begun(), now);
    return new Entry(
        run.kind(),
        run.begun(),
        took.isNegative() ? Duration.ZERO : took,
        "",
        verdict,
        "",
        0,
        0,
        0,
        why);
  }

  /** Into the history first: a run that is recorded twice there is better than one not at all. */
  private Report recorded(Run run, Report report) {
    tools.histories().change(run.source(), history -> history.without(run).with(report.entries()));
    tools.repository().remove(run);
    tools.runs().end(run, report.verdict().word());
    return report;
  }
}
