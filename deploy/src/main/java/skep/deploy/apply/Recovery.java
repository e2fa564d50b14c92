package skep.deploy.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import skep.deploy.release.Lease;
import skep.deploy.release.OpenRelease;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;
import skep.deploy.swarm.InterruptedRunException;

/**
 * Finishes what a dead bot began. Where every step up to verification was done it goes on from
 * there; otherwise, or where the way was already back, it goes back. To be run at the start and
 * from time to time: a release whose lock is still leased is left to the next time.
 */
public final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final Release.Actor SKEP = new Release.Actor("skep", "skep");

  private final Releases releases;
  private final StackLocks locks;
  private final Execution execution;
  private final Engine engine;

  public Recovery(Engine engine, Releases releases, StackLocks locks) {
    this(engine, releases, locks, Checkpoint.NONE);
  }

  Recovery(Engine engine, Releases releases, StackLocks locks, Checkpoint checkpoint) {
    this.engine = engine;
    this.releases = releases;
    this.locks = locks;
    this.execution = new Execution(engine, releases, checkpoint);
  }

  /** A release that was brought to its end. Its {@code origin} says where to answer. */
  public record Recovered(Release release, Verdict verdict) {}

  /**
   * A stack whose release cannot be finished does not keep the others waiting: it is logged, and
   * tried again the next time.
   *
   * @return what was finished; releases somebody else has in hand are not in it
   */
  public List<Recovered> run(Consumer<RolloutEvent> listener) {
    var recovered = new ArrayList<Recovered>();
    for (String stack : engine.patience().outlast(releases::stacksInFlight)) {
      try {
        run(stack, listener).ifPresent(recovered::add);
      } catch (InterruptedRunException e) {
        throw e;
      } catch (RuntimeException e) {
        LOG.error("the unfinished release of {} could not be brought to its end", stack, e);
      }
    }
    return recovered;
  }

  /**
   * One stack's. Records of other stacks, readable or not, are not looked at.
   *
   * @return empty where nothing was unfinished, or it is in other hands, or it still is
   */
  public Optional<Recovered> run(String stack, Consumer<RolloutEvent> listener) {
    Optional<Release> release = unfinished(stack).map(OpenRelease::release);
    if (release.isEmpty()) {
      return Optional.empty();
    }
    String why = "finishes release " + release.get().number();
    return switch (locks.acquire(stack, SKEP, why)) {
      case StackLocks.Held _ -> Optional.empty();
      case StackLocks.Acquired(var lease) -> {
        Verdict verdict = Rollout.holding(lease, stack, () -> underLock(stack, lease, listener));
        yield isEnd(verdict)
            ? Optional.of(new Recovered(release.get(), verdict))
            : Optional.empty();
      }
    };
  }

  private static boolean isEnd(Verdict verdict) {
    return switch (verdict) {
      case Verdict.VerifiedNew _, Verdict.VerifiedOld _, Verdict.Failed _, Verdict.Detached _ ->
          true;
      case Verdict.NothingToDo _,
          Verdict.Refused _,
          Verdict.Locked _,
          Verdict.LeaseLost _,
          Verdict.LeftOpen _ ->
          false;
    };
  }

  private Verdict underLock(String stack, Lease lease, Consumer<RolloutEvent> listener) {
    return unfinished(stack)
        .map(now -> finish(now, lease, listener))
        .orElseGet(Verdict.NothingToDo::new);
  }

  /** Read under the lock: what was in flight a moment ago may have ended since. */
  Optional<OpenRelease> unfinished(String stack) {
    return releases.inFlight(stack).stream().findFirst();
  }

  /** A bot that has just started knows no secrets: first those of the release are made known. */
  Verdict finish(OpenRelease open, Lease lease, Consumer<RolloutEvent> listener) {
    boolean known = engine.secretsKnown().test(open.release());
    Verdict verdict = finished(open, lease, listener);
    return known ? verdict : verdict.withoutLog();
  }

  private Verdict finished(OpenRelease open, Lease lease, Consumer<RolloutEvent> listener) {
    Undertaking undertaking = Undertaking.fromJson(open.undertaking());
    Run run = Run.of(open, lease, undertaking, Contents.NONE, listener);
    Optional<String> failure = open.failure().or(lease::aborted);
    if (failure.isPresent()) {
      return execution.back(run, Failure.of(failure.get()));
    }
    boolean applied =
        run.steps().forward().stream()
            .flatMap(List::stream)
            .allMatch(step -> open.isDone(step.number()));
    return applied
        ? execution.resume(run)
        : execution.back(run, Failure.of("the run that applied it was cut off half-way"));
  }

  static String words(Verdict verdict) {
    return switch (verdict) {
      case Verdict.VerifiedNew _ -> "it is verified";
      case Verdict.VerifiedOld(_, var reason, _) -> "it was rolled back, because " + reason;
      case Verdict.Failed(_, var state, _) -> "it failed: " + state;
      case Verdict.Detached _ -> "it is applied";
      case Verdict.NothingToDo _ -> "it had ended already";
      case Verdict.Refused(var reason, _) -> reason;
      case Verdict.LeftOpen(_, var reason) -> "it is not at its end yet, because " + reason;
      case Verdict.Locked _, Verdict.LeaseLost _ -> "another run has it in hand";
    };
  }
}
