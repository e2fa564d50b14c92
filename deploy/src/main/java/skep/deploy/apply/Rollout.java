package skep.deploy.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import skep.deploy.plan.Plan;
import skep.deploy.release.Lease;
import skep.deploy.release.OpenRelease;
import skep.deploy.release.RecordStore;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;

/** Carries out one plan: lock, checks, record, apply, converge, verify; or the way back. */
public final class Rollout {
  private final Engine engine;
  private final Releases releases;
  private final StackLocks locks;
  private final Recovery recovery;
  private final Execution execution;
  private final Consumer<Recovery.Recovered> recovered;
  private final Checkpoint checkpoint;

  /**
   * @param recovered told what became of a release a dead bot left unfinished, which is finished
   *     before another one begins: who asked for it hears of it nowhere else
   */
  public Rollout(
      Engine engine, Releases releases, StackLocks locks, Consumer<Recovery.Recovered> recovered) {
    this(engine, releases, locks, recovered, Checkpoint.NONE);
  }

  Rollout(
      Engine engine,
      Releases releases,
      StackLocks locks,
      Consumer<Recovery.Recovered> recovered,
      Checkpoint checkpoint) {
    this.engine = engine;
    this.releases = releases;
    this.locks = locks;
    this.recovered = recovered;
    this.checkpoint = checkpoint;
    this.execution = new Execution(engine, releases, checkpoint);
    this.recovery = new Recovery(engine, releases, locks, checkpoint);
  }

  /**
   * A plan that only adopts ends as a release nobody watched: it changes nothing in the Swarm.
   *
   * @param staleness whether what the plan was made from still holds; asked after the stack's state
   *     was noted, so that no change slips in between
   * @param preflight whether the Swarm can run it
   * @param listener told of every step, from several threads
   * @throws skep.deploy.swarm.EngineException where the Swarm did not answer before anything
   *     changed
   */
  public Verdict run(Order order, Gate staleness, Gate preflight, Consumer<RolloutEvent> listener) {
    if (order.plan().isEmpty() && !order.plan().adopts()) {
      return new Verdict.NothingToDo();
    }
    String stack = order.plan().stack();
    String why =
        switch (order.plan().kind()) {
          case Plan.Kind.Deploy() -> "deploys " + order.plan().commit().brief();
          case Plan.Kind.Rollback(int release) -> "rolls back to release " + release;
        };
    return switch (locks.acquire(stack, order.requestedBy(), why)) {
      case StackLocks.Held held -> new Verdict.Locked(held);
      case StackLocks.Acquired(var lease) ->
          holding(lease, stack, () -> underLock(order, staleness, preflight, lease, listener));
    };
  }

  /**
   * Frees the stack at the end. A death (an {@link Error}) frees nothing: the lease runs out, and
   * the next bot goes on from the record.
   */
  static Verdict holding(Lease lease, String stack, Supplier<Verdict> work) {
    try {
      Verdict verdict = work.get();
      free(lease);
      return verdict;
    } catch (Lease.LeaseLostException | RecordStore.MovedException e) {
      lease.abandon();
      return new Verdict.LeaseLost(stack);
    } catch (RuntimeException e) {
      free(lease);
      throw e;
    } finally {
      lease.abandon();
    }
  }

  /** A thread that was told to stop frees the stack all the same: the next bot goes on at once. */
  private static void free(Lease lease) {
    boolean interrupted = Thread.interrupted();
    try {
      lease.close();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Verdict underLock(
      Order order, Gate staleness, Gate preflight, Lease lease, Consumer<RolloutEvent> listener) {
    String stack = order.plan().stack();
    Optional<OpenRelease> unfinished = recovery.unfinished(stack);
    if (unfinished.isPresent()) {
      return finishedFirst(unfinished.get(), lease, listener);
    }
    lease.beginsAnew();
    var drafting = new Drafting(engine.swarm(), releases);
    Map<String, ObjectNode> before = drafting.before(order.plan());
    Optional<Gate.Refusal> refusal =
        staleness.check().or(preflight::check).or(() -> missing(order));
    if (refusal.isPresent()) {
      return new Verdict.Refused(refusal.get().reason(), refusal.get().next());
    }
    return begun(order, drafting.draft(order, before), before, lease, listener);
  }

  private Verdict begun(
      Order order,
      Releases.Draft draft,
      Map<String, ObjectNode> before,
      Lease lease,
      Consumer<RolloutEvent> listener) {
    OpenRelease open;
    try {
      open = releases.begin(draft);
    } catch (RecordStore.TooLargeException e) {
      return new Verdict.Refused(
          e.getMessage() + "; nothing was changed. Split the stack into smaller ones",
          "/diff " + draft.stack());
    }
    checkpoint.reached("noted the release");
    var undertaking = new Undertaking(order.plan(), before, order.probes());
    Run run = Run.of(open, lease, undertaking, order.contents(), listener);
    run.listener().accept(new RolloutEvent.Begun(draft.stack(), open.release().number()));
    return execution.forward(run);
  }

  private static Optional<Gate.Refusal> missing(Order order) {
    return Drafting.missingContent(order)
        .map(name ->
            new Gate.Refusal(
                "the content of %s cannot be read any more".formatted(name),
                "/diff " + order.plan().stack()));
  }

  /** A bot died over this stack and nobody came since: first that is brought to its end. */
  private Verdict finishedFirst(
      OpenRelease unfinished, Lease lease, Consumer<RolloutEvent> listener) {
    int number = unfinished.release().number();
    String stack = unfinished.release().stack();
    Verdict verdict = recovery.finish(unfinished, lease, listener);
    if (verdict instanceof Verdict.LeftOpen) {
      return verdict;
    }
    recovered.accept(new Recovery.Recovered(unfinished.release(), verdict));
    return new Verdict.Refused(
        "release %d of %s had been left unfinished by a bot that died; it was brought to its end"
                .formatted(number, stack)
            + " first: "
            + Recovery.words(verdict),
        "/diff " + stack);
  }
}
