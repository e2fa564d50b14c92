package skep.commands.deploy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.commands.access.Audit;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.Estates.StackEntry;
import skep.commands.planning.PlanMaker;
import skep.commands.planning.SecretsAtHand;
import skep.deploy.apply.Contents;
import skep.deploy.apply.Gate;
import skep.deploy.apply.Order;
import skep.deploy.apply.Rollout;
import skep.deploy.apply.Verdict;
import skep.deploy.apply.WaitingPlans.Waiting;
import skep.deploy.plan.Plan;
import skep.deploy.plan.PlanRequest;
import skep.deploy.plan.PlanStaleness;
import skep.deploy.release.Consent;
import skep.deploy.release.Release;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.Releases;
import skep.deploy.stack.DesiredStack;
import skep.deploy.verify.Probe;
import skep.secrets.repository.CommitId;

/** Carries out a plan that nobody has to agree to any more. */
public final class CarryOut {
  private final Rollout rollout;
  private final PlanMaker plans;
  private final Estates estates;
  private final Releases releases;
  private final SecretsAtHand secrets;
  private final DeploymentAlerts alerts;
  private final InstantSource clock;

  public CarryOut(
      Rollout rollout,
      PlanMaker plans,
      Estates estates,
      Releases releases,
      DeploymentAlerts alerts,
      InstantSource clock) {
    this.alerts = alerts;
    this.clock = clock;
    this.rollout = rollout;
    this.plans = plans;
    this.estates = estates;
    this.releases = releases;
    this.secrets = new SecretsAtHand(estates, plans);
  }

  /** Blocks until the stack is verified new, verified old, or known to be neither. */
  Outcome run(Invocation in, Waiting waiting, Consent consent) {
    Plan plan = waiting.plan();
    String again = DeployText.again(plan, waiting.ref());
    in.progress().show(":gear: *%s*: carrying out plan `%s`".formatted(plan.stack(), plan.id()));
    alerts.begun(waiting, consent);
    Verdict verdict;
    try {
      verdict = carriedOut(in, waiting, consent, again);
    } catch (RuntimeException e) {
      alerts.brokeOff(waiting, consent);
      throw e;
    }
    Audit.note(
        waiting.requestedBy(),
        again,
        Optional.of(plan.id()),
        consent,
        verdict.getClass().getSimpleName());
    alerts.ended(waiting, consent, verdict);
    return DeployText.outcome(verdict, plan, again);
  }

  private Verdict carriedOut(Invocation in, Waiting waiting, Consent consent, String again) {
    Plan plan = waiting.plan();
    Material material = material(waiting);
    boolean known = secrets.learn(plan.stack(), plan.commit());
    Order order =
        new Order(
            plan,
            waiting.requestedBy(),
            consent,
            in.origin().toString(),
            material.probes(),
            material.contents(),
            material.fingerprints());
    Verdict verdict =
        rollout.run(
            order,
            () -> stale(waiting).map(why -> new Gate.Refusal(why, again)),
            () -> preflight(plan, material.desired()),
            new LiveProgress(plan.stack(), in.progress(), new Elapsed(clock, usual(plan.stack()))));
    return known ? verdict : verdict.withoutLog();
  }

  /** Only shown: whatever is wrong with the records is said by those who need them. */
  private Optional<Duration> usual(String stack) {
    try {
      return Elapsed.usual(releases.history(stack));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /** What moved since the plan was made, in a sentence; empty where nothing did. */
  Optional<String> stale(Waiting waiting) {
    Plan plan = waiting.plan();
    EstateAt head = estates.at("");
    CommitId now =
        switch (plan.kind()) {
          case Plan.Kind.Deploy() ->
              waiting.ref().isEmpty() ? head.commit() : estates.at(waiting.ref()).commit();
          case Plan.Kind.Rollback _ -> plan.commit();
        };
    return switch (plans.staleness(plan, now, head.mark(plan.stack()))) {
      case PlanStaleness.Fresh() -> Optional.empty();
      case PlanStaleness.Stale(var moved) ->
          Optional.of(
              "since the plan was made, " + String.join("; ", moved) + rewritten(plan, now));
    };
  }

  private String rewritten(Plan plan, CommitId now) {
    return plan.commit().equals(now) || estates.contains(now, plan.commit())
        ? ""
        : "; the branch was rewritten by force, and the planned commit is no longer part of it";
  }

  private Optional<Gate.Refusal> preflight(Plan plan, DesiredStack desired) {
    return PlanMaker.refusal("it would fail", plans.preflight(plan, desired));
  }

  /** What a plan needs and does not hold, read again from where it was made from. */
  private record Material(
      DesiredStack desired,
      List<Probe> probes,
      Contents contents,
      Map<String, String> fingerprints) {}

  private Material material(Waiting waiting) {
    Plan plan = waiting.plan();
    return switch (plan.kind()) {
      case Plan.Kind.Deploy() -> {
        EstateAt estate = estates.at(waiting.ref());
        StackEntry entry =
            estate
                .stack(plan.stack())
                .orElseThrow(() -> new IllegalStateException(plan.stack() + " left the estate"));
        DesiredStack desired = plans.desired(estate, entry, plan.options().allowUnset());
        var contents = plans.contents(plan, desired);
        yield new Material(desired, entry.probes(), contents, contents.fingerprints());
      }
      case Plan.Kind.Rollback(int number) -> {
        Release target =
            releases
                .find(plan.stack(), number)
                .orElseThrow(() -> new IllegalStateException("release " + number + " is gone"));
        List<Probe> probes =
            estates.at("").stack(plan.stack()).map(StackEntry::probes).orElse(List.of());
        yield new Material(
            PlanRequest.desiredOf(target), probes, Contents.NONE, target.fingerprints());
      }
    };
  }

  static Actor actor(Person person) {
    return new Actor(person.id(), person.username());
  }
}
