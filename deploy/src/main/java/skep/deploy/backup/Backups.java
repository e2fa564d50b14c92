package skep.deploy.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.deploy.backup.AfterBackup.Followed;
import skep.deploy.bucket.Finding;
import skep.deploy.bucket.Heartbeat;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.oneshot.Where;
import skep.deploy.release.StackLocks;
import skep.deploy.restic.ExitStatus;
import skep.deploy.restic.ResticArguments;

/**
 * What is done for backups, from its record in the Swarm to its place in the history. Whatever a
 * bot that died left can be carried out again: it goes on where that one stopped.
 */
public final class Backups {
  private static final Duration SHORT = Duration.ofMinutes(30);
  private static final Duration RUNS_KEPT = Duration.ofDays(14);

  private final BackupTools tools;
  private final Asking asking;
  private final Retaining retaining;
  private final Upkeep upkeep;

  public Backups(BackupTools tools) {
    this.tools = tools;
    this.asking =
        new Asking(
            tools.repository(),
            new Locks(tools.repository(), tools.objects(), tools.witness(), tools.told()),
            Asking.Pace.DEFAULT);
    this.retaining = new Retaining(asking);
    this.upkeep = new Upkeep(tools, asking, retaining);
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

  /** A run that was missed for too long is not made up for. */
  public void giveUp(Run run) {
    if (tools.runs().begin(run)) {
      tools.runs().end(run, "missed");
    }
  }

  /**
   * Removes what is left in the Swarm of runs that ended, or of which nobody knows any more.
   *
   * @param runs every kept one
   */
  public void sweep(List<RunRecords.Begun> runs) {
    Instant now = tools.clock().instant();
    Map<String, Boolean> ended = new HashMap<>();
    runs.forEach(begun -> ended.put(begun.run().id(), begun.ended().isPresent()));
    for (String group : tools.oneShots().groups()) {
      String id = group.replaceFirst("-p[0-9]+$", "");
      if (ended.getOrDefault(id, Run.isOld(id, now))) {
        tools.oneShots().remove(group);
      }
    }
  }

  /** Every kept run, the oldest first: ended, under way, or left by a bot that died. */
  public List<RunRecords.Begun> runs() {
    return tools.runs().all();
  }

  public Map<String, History> histories() {
    return tools.histories().all();
  }

  public WaitingRestores waiting() {
    return tools.waiting();
  }

  /** Paths of the nodes that services of the Swarm have mounted. */
  public Set<String> mounted() {
    return tools.mounted().get();
  }

  public List<String> nodes(Where where) {
    return tools.oneShots().nodes(where);
  }

  /** A note beside the repository that something outside can read the age of. */
  public void heartbeat(Report report, Instant now) {
    tools
        .objects()
        .ifPresent(
            objects -> new Heartbeat(report.run().source(), now, Optional.empty()).write(objects));
  }

  /** What is wrong with the rules of the repository's storage, the worst first. */
  public List<Finding> findings() {
    return tools.objects().map(RepositoryObjects::findings).orElse(List.of());
  }

  /** Host names of the nodes a source is backed up from. */
  public List<String> nodes(Source source) {
    return nodes(BackUp.where(source));
  }

  /**
   * Carries a recorded run out to its end.
   *
   * @throws BusyException where another run of the source is under way; the record stays as it is
   * @throws skep.deploy.release.Lease.LeaseLostException where another bot has this run in hand now
   * @throws skep.deploy.swarm.InterruptedRunException where this program is being stopped
   */
  public Report carryOut(Run run, BackupPolicy policy, Watch watch) {
    String lock = "backup " + run.source();
    return switch (tools.locks().acquire(lock, run.by(), run.kind().word())) {
      case StackLocks.Held held -> throw new BusyException(run.source(), held);
      case StackLocks.Acquired(var lease) -> {
        try {
          Backups held = new Backups(tools.under(lease));
          Followed done = held.done(run, policy, watch);
          lease.require();
          yield held.recorded(run, done);
        } finally {
          lease.close();
        }
      }
    };
  }

  private Followed done(Run run, BackupPolicy policy, Watch watch) {
    try {
      return switch (run.kind()) {
        case BACKUP -> backUp(run, policy, source(run, policy), watch);
        case RESTORE_TEST ->
            Followed.unchanged(restoreTest(run, policy, source(run, policy), watch));
        case CHECK -> Followed.unchanged(upkeep.check(run, policy));
        case PRUNE -> Followed.unchanged(upkeep.prune(run, policy));
        case RETENTION -> Followed.unchanged(upkeep.retain(run, policy));
        // What was asked for is not kept: somebody may have looked at the target since.
        case RESTORE ->
            Followed.unchanged(
                failed(
                    run, "Skep was stopped while it restored; look at the target, and ask again"));
      };
    } catch (ResticFailedException | StepFailedException e) {
      return Followed.unchanged(failed(run, e.getMessage()));
    }
  }

  private static Source source(Run run, BackupPolicy policy) {
    return Optional.ofNullable(policy.sources().get(run.source()))
        .orElseThrow(() ->
            new StepFailedException("there is no source %s any more".formatted(run.source())));
  }

  private Followed backUp(Run run, BackupPolicy policy, Source source, Watch watch) {
    History history = tools.histories().of(run.source());
    initialise(run);
    Steps steps = new Steps(tools.oneShots(), tools.quiesce());
    Report report =
        new BackUp(tools.repository(), steps, tools.clock())
            .run(run, policy, source, nodes(source), history, watch);
    watch.show("retention", List.of());
    return new AfterBackup(retaining, tools.clock()).follow(report, policy, history);
  }

  /** A repository is made once: where one was, its absence is a loss and no beginning. */
  private void initialise(Run run) {
    boolean known = tools.histories().all().values().stream().anyMatch(History::hasSnapshot);
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

  /** What would go of a source now, and whether it may. */
  public Retention retention(Run run, BackupPolicy policy) {
    try {
      return upkeep.plan(run, policy);
    } finally {
      tools.repository().remove(run);
    }
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
        Entry.of(
                run,
                tools.clock().instant(),
                what.node(),
                trouble.isEmpty() ? Verdict.GOOD : Verdict.FAILED,
                trouble.orElse(""))
            .named(what.snapshot());
    return recorded(run, Followed.unchanged(new Report(run, List.of(entry), List.of())));
  }

  /** On every node that has backups of the source; without one, on none. */
  private Report failed(Run run, String why) {
    Set<String> nodes =
        run.kind() == RunKind.BACKUP ? tools.histories().of(run.source()).nodes() : Set.of();
    Instant now = tools.clock().instant();
    return new Report(
        run,
        (nodes.isEmpty() ? Set.of("") : nodes)
            .stream().map(node -> Entry.of(run, now, node, Verdict.FAILED, why)).toList(),
        List.of());
  }

  /** Into the history first: a run that is recorded twice there is better than one not at all. */
  private Report recorded(Run run, Followed done) {
    Report report = done.report();
    tools
        .histories()
        .change(
            run.source(),
            history -> done.noted().apply(history.without(run)).with(report.entries()));
    tools.repository().remove(run);
    tools.runs().end(run, report.verdict().word());
    return report;
  }
}
