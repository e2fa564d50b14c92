package skep.deploy.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import skep.deploy.release.Lease;
import skep.deploy.release.RecordStore;
import skep.deploy.release.Release;
import skep.deploy.release.Release.State;
import skep.deploy.release.Releases;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.Swarm;
import skep.deploy.verify.Convergence;
import skep.deploy.verify.FailedTask;
import skep.deploy.verify.ProbeFailure;
import skep.deploy.verify.Settlement;
import skep.deploy.verify.Target;
import skep.deploy.verify.Verifier;

/** The life of one release, from its first step to its verdict; entered again after a death. */
final class Execution {
  private static final int LOG_LINES = 20;

  private final Swarm swarm;
  private final Releases releases;
  private final Applier applier;
  private final Reversal reversal;
  private final Convergence convergence;
  private final Verifier verifier;
  private final Patience patience;
  private final Checkpoint checkpoint;
  private final UnaryOperator<String> redaction;

  Execution(Engine engine, Releases releases, Checkpoint checkpoint) {
    this.swarm = engine.swarm();
    this.releases = releases;
    this.patience = engine.patience();
    this.checkpoint = checkpoint;
    this.redaction = engine.redaction();
    var services = new ServiceCalls(swarm, engine.logins(), patience);
    var objects = new ObjectCalls(swarm, patience);
    this.applier = new Applier(swarm, services, objects, patience, checkpoint);
    this.reversal = new Reversal(swarm, services, objects, patience, checkpoint);
    this.convergence = new Convergence(swarm, engine.timing());
    this.verifier = new Verifier(swarm, engine.logins()::forImage, engine.timing().poll());
  }

  /** From the beginning. */
  Verdict forward(Run run) {
    return orBack(
        run,
        () -> {
          List<Target> targets = applier.forward(run);
          return run.plan().options().detach() ? detached(run) : settle(run, targets);
        });
  }

  /** From where a dead bot left it, every step up to verification being done. */
  Verdict resume(Run run) {
    return orBack(
        run,
        () -> {
          List<Target> targets = applier.targets(run, Map.of());
          return run.plan().options().detach() ? detached(run) : settle(run, targets);
        });
  }

  private interface Way {
    Verdict walk();
  }

  /** Whatever goes wrong, the way is back; only who lost the stack to another run stands still. */
  private Verdict orBack(Run run, Way way) {
    try {
      return way.walk();
    } catch (Lease.LeaseLostException | RecordStore.MovedException e) {
      throw e;
    } catch (StepFailedException | EngineException e) {
      return back(run, Failure.of(e.getMessage()));
    } catch (RuntimeException e) {
      return back(run, Failure.of("an error in Skep itself: " + e));
    }
  }

  private Verdict detached(Run run) {
    List<String> notes = applier.after(run);
    Release release = end(run, State.DETACHED, "applied, not watched");
    return new Verdict.Detached(release, Report.EMPTY.withNotes(notes).redacted(redaction));
  }

  private Verdict settle(Run run, List<Target> targets) {
    checkpoint.reached("before noting verifying");
    patience.outlast(run.open()::verifying);
    checkpoint.reached("noted verifying");
    Map<String, Settlement> ends = follow(run, targets, Convergence.Until.FIRST_FAILURE);
    Optional<Failure> failure = failureOf(ends).or(() -> probe(run));
    if (failure.isPresent()) {
      return back(run, failure.get());
    }
    List<String> notes = applier.after(run);
    checkpoint.reached("before noting the end");
    Release release = end(run, State.RELEASED, "verified");
    releases.prune(release.stack());
    Report report = Report.EMPTY.withServices(words(ends)).withNotes(notes);
    return new Verdict.VerifiedNew(release, report.redacted(redaction));
  }

  private Map<String, Settlement> follow(Run run, List<Target> targets, Convergence.Until until) {
    return convergence.await(
        targets,
        until,
        (service, progress) ->
            run.listener().accept(new RolloutEvent.Converging(service, progress)),
        run.lease()::require);
  }

  private static Optional<Failure> failureOf(Map<String, Settlement> ends) {
    return Convergence.firstBad(ends)
        .map(bad ->
            new Failure(
                bad.getValue() instanceof Settlement.Disturbed(var what)
                    ? what
                    : bad.getKey() + " " + bad.getValue().words(),
                bad.getValue().blamed()));
  }

  private Optional<Failure> probe(Run run) {
    run.listener().accept(new RolloutEvent.Verifying(run.probes().size()));
    return verifier
        .verify(run.plan().stack(), run.probes(), run.lease()::require)
        .map(ProbeFailure::words)
        .map(words -> Failure.of("a probe does not answer as it should: " + words));
  }

  /** Takes every touched service back, and says whether it is there. */
  Verdict back(Run run, Failure failure) {
    String reason = redaction.apply(failure.reason());
    Report report =
        new Report(
            failure.task(), failure.task().map(this::log).orElse(List.of()), List.of(), List.of());
    try {
      return backAndWatched(run, reason, report);
    } catch (Lease.LeaseLostException | RecordStore.MovedException e) {
      throw e;
    } catch (RuntimeException e) {
      return stuck(
          run, "%s; and the way back failed: %s".formatted(reason, e.getMessage()), report);
    }
  }

  private Verdict backAndWatched(Run run, String reason, Report report) {
    run.listener().accept(new RolloutEvent.RollingBack(reason));
    checkpoint.reached("before noting the way back");
    patience.outlast(() -> run.open().failing(reason));
    checkpoint.reached("noted the way back");
    Release begun = run.open().release();
    Optional<Release> previous =
        begun
            .previous()
            .flatMap(number -> patience.outlast(() -> releases.find(begun.stack(), number)));
    List<Target> targets = reversal.back(run, previous);
    Map<String, Settlement> ends = follow(run, targets, Convergence.Until.ALL_SETTLED);
    Report told = report.withServices(words(ends));
    if (!ends.values().stream().allMatch(Settlement::isGood)) {
      return failed(run, reason + "; and what ran before does not run again", told);
    }
    List<String> notes = reversal.sweep(run);
    checkpoint.reached("before noting the end");
    Release release = end(run, State.ROLLED_BACK, reason);
    return new Verdict.VerifiedOld(release, reason, told.withNotes(notes).redacted(redaction));
  }

  private Verdict failed(Run run, String state, Report report) {
    String told = redaction.apply(state);
    return new Verdict.Failed(end(run, State.FAILED, told), told, report.redacted(redaction));
  }

  /** Ends as failed where the Swarm lets us say so; else the record stays open for recovery. */
  private Verdict stuck(Run run, String state, Report report) {
    try {
      return failed(run, state, report);
    } catch (EngineException e) {
      var notes = new ArrayList<>(report.notes());
      notes.add("the Swarm does not take records now; recovery goes on once it does");
      Release open = run.open().release();
      String told = redaction.apply(state);
      return new Verdict.Failed(open, told, report.withNotes(notes).redacted(redaction));
    }
  }

  private Release end(Run run, State state, String outcome) {
    patience.outlast(run.lease()::require);
    return patience.outlast(() -> run.open().end(state, outcome));
  }

  private static List<String> words(Map<String, Settlement> ends) {
    return ends.entrySet().stream()
        .map(end -> end.getKey() + " " + end.getValue().words())
        .toList();
  }

  /** Read before the way back: the Swarm forgets old tasks. */
  private List<String> log(FailedTask task) {
    try {
      return swarm.taskLog(task.taskId(), LOG_LINES);
    } catch (EngineException e) {
      return List.of();
    }
  }
}
