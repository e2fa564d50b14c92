package skep.deploy.apply;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import skep.deploy.release.Lease;
import skep.deploy.release.RecordStore;
import skep.deploy.release.Releases;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.InterruptedRunException;
import skep.deploy.verify.Convergence;
import skep.deploy.verify.ProbeFailure;
import skep.deploy.verify.Settlement;
import skep.deploy.verify.Target;
import skep.deploy.verify.Verifier;

/** The life of one release, from its first step to its verdict; entered again after a death. */
final class Execution {
  private final Applier applier;
  private final Following following;
  private final Verifier verifier;
  private final WayBack wayBack;
  private final Ending ending;
  private final Patience patience;
  private final Checkpoint checkpoint;

  Execution(Engine engine, Releases releases, Checkpoint checkpoint) {
    this.patience = engine.patience();
    this.checkpoint = checkpoint;
    var services = new ServiceCalls(engine.swarm(), engine.logins(), patience);
    var objects = new ObjectCalls(engine.swarm(), patience);
    this.applier = new Applier(engine.swarm(), services, objects, patience, checkpoint);
    this.following =
        new Following(new Convergence(engine.swarm(), engine.timing()), services, patience);
    this.verifier = new Verifier(engine.swarm(), engine.logins()::forImage, engine.timing().poll());
    this.ending = new Ending(patience, new Pruning(engine.swarm(), releases), engine.redaction());
    var reversal = new Reversal(engine.swarm(), services, objects, patience, checkpoint);
    this.wayBack = new WayBack(engine, releases, reversal, following, ending, checkpoint);
  }

  /** From the beginning. */
  Verdict forward(Run run) {
    return walk(run, () -> applier.forward(run));
  }

  /** From where a dead bot left it, every step up to verification being done. */
  Verdict resume(Run run) {
    return walk(run, () -> applier.targets(run, Map.of()));
  }

  Verdict back(Run run, Failure failure) {
    return orLeftOpen(run, () -> goBack(run, failure));
  }

  /** A probe a dead bot left running must not disturb the way back. */
  private Verdict goBack(Run run, Failure failure) {
    following.stillOurs(run);
    verifier.sweep(run.plan().stack());
    return wayBack.go(run, failure);
  }

  private Verdict walk(Run run, Supplier<List<Target>> apply) {
    return orLeftOpen(
        run,
        () ->
            switch (judged(run, apply)) {
              case Judged.Bad(var failure) -> goBack(run, failure);
              case Judged.Good(var services) -> good(run, services);
            });
  }

  /** What the way up to here came to. */
  private sealed interface Judged {
    /** {@code services}: how each stood; empty where nobody watched. */
    record Good(List<String> services) implements Judged {}

    record Bad(Failure failure) implements Judged {}
  }

  /** Whatever goes wrong up to here leads back; from here on nothing does. */
  private Judged judged(Run run, Supplier<List<Target>> apply) {
    try {
      List<Target> targets = apply.get();
      return unwatched(run) ? new Judged.Good(List.of()) : watched(run, targets);
    } catch (RuntimeException e) {
      rethrowUndecided(e);
      boolean known = e instanceof StepFailedException || e instanceof EngineException;
      return new Judged.Bad(Failure.of(known ? e.getMessage() : "an error in Skep itself: " + e));
    }
  }

  /**
   * Who lost the stack, was told to stop, or gets no answer from the Swarm has learned nothing
   * about the release: neither way may be taken for that.
   */
  static void rethrowUndecided(RuntimeException e) {
    switch (e) {
      case Lease.LeaseLostException lost -> throw lost;
      case RecordStore.MovedException moved -> throw moved;
      case InterruptedRunException stopped -> throw stopped;
      case EngineException.Unreachable outage -> throw outage;
      case EngineException.NoQuorum outage -> throw outage;
      case RuntimeException _ -> {}
    }
  }

  private Verdict orLeftOpen(Run run, Supplier<Verdict> way) {
    try {
      return way.get();
    } catch (InterruptedRunException e) {
      return ending.leftOpen(run, "the bot is being stopped");
    } catch (EngineException.Unreachable | EngineException.NoQuorum e) {
      return ending.leftOpen(run, "the Swarm does not answer: " + e.getMessage());
    }
  }

  private Judged watched(Run run, List<Target> targets) {
    checkpoint.reached("before noting verifying");
    patience.outlast(run.lease(), run.open()::verifying);
    checkpoint.reached("noted verifying");
    Convergence.Following watch = following.beginForward(run, targets);
    Map<String, Settlement> ends = watch.await(Convergence.Until.FIRST_FAILURE);
    return Following.failureOf(ends)
        .or(() -> probe(run, watch))
        .<Judged>map(Judged.Bad::new)
        .orElseGet(() -> new Judged.Good(Following.words(ends)));
  }

  /** What died while the probes were asked counts as much as what died before. */
  private Optional<Failure> probe(Run run, Convergence.Following watch) {
    run.listener().accept(new RolloutEvent.Verifying(run.probes().size()));
    following.forward(run);
    return verifier
        .verify(run.plan().stack(), run.probes(), () -> following.forward(run))
        .map(ProbeFailure::words)
        .map(words -> Failure.of("a probe does not answer as it should: " + words))
        .or(() -> Following.failureOf(watch.await(Convergence.Until.FIRST_FAILURE)));
  }

  /** What only adopts starts nothing that could be watched, and must not be called verified. */
  private static boolean unwatched(Run run) {
    return run.plan().options().detach() || run.plan().isEmpty();
  }

  private Verdict good(Run run, List<String> services) {
    Report report = Report.EMPTY.withServices(services).withNotes(applier.after(run));
    checkpoint.reached("before noting the end");
    return unwatched(run) ? ending.detached(run, report) : ending.verifiedNew(run, report);
  }
}
