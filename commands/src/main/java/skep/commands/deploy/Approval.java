package skep.commands.deploy;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.access.Policy;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.apply.WaitingPlans.Found;
import skep.deploy.apply.WaitingPlans.Waiting;
import skep.deploy.plan.Plan;
import skep.deploy.plan.PlanIds;
import skep.deploy.release.Consent;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.StackLocks;

/** Somebody's yes or no to a waiting plan, or the decision to do without. */
public final class Approval {
  private final WaitingPlans waitingPlans;
  private final CarryOut carryOut;
  private final Estates estates;
  private final Access access;
  private final InstantSource clock;
  private final StackLocks locks;
  private final DeploymentAlerts alerts;

  public Approval(
      WaitingPlans waitingPlans,
      CarryOut carryOut,
      Estates estates,
      Access access,
      InstantSource clock,
      StackLocks locks,
      DeploymentAlerts alerts) {
    this.waitingPlans = waitingPlans;
    this.carryOut = carryOut;
    this.estates = estates;
    this.clock = clock;
    this.access = access;
    this.locks = locks;
    this.alerts = alerts;
  }

  Outcome approve(Invocation in, String typed) {
    return switch (find(typed)) {
      case Found.Here(var waiting) -> approve(in, waiting);
      case Found.Taken _, Found.Expired _, Found.Unknown _ -> unusable(typed);
    };
  }

  private Conditions now() {
    return new Conditions(estates.at(""), access, clock.instant());
  }

  private Outcome approve(Invocation in, Waiting waiting) {
    Conditions conditions = now();
    Optional<Outcome> refusal =
        conditions
            .refusalToApprove(in, waiting)
            .<Outcome>map(denied -> denied)
            .or(() -> conditions.askerDenied(in, waiting))
            .or(() -> frozen(conditions, waiting.plan()))
            .or(() -> locked(waiting))
            .or(() -> stale(waiting));
    return refusal.orElseGet(() -> agree(in, waiting, conditions));
  }

  private Outcome agree(Invocation in, Waiting waiting, Conditions conditions) {
    String id = waiting.plan().id();
    int needed = conditions.needed(waiting.plan());
    Actor by = CarryOut.actor(in.by());
    List<Actor> yes =
        needed == 1
            ? List.of(by)
            : conditions.stillCounting(waitingPlans.agree(id, by), in, waiting);
    if (yes.isEmpty()) {
      return unusable(id);
    }
    if (yes.size() < needed) {
      return tooFew(waiting, yes, needed);
    }
    return taken(in, waiting, Consent.of(yes));
  }

  private Outcome tooFew(Waiting waiting, List<Actor> yes, int needed) {
    String id = waiting.plan().id();
    return new Outcome.Waiting(
        "%d of %d approvals for plan `%s` of *%s*: %s. It waits for the rest until %s."
            .formatted(
                yes.size(),
                needed,
                id,
                waiting.plan().stack(),
                String.join(", ", yes.stream().map(one -> Quoted.person(one.name())).toList()),
                DeployText.clock(waiting.plan().expires())),
        id,
        "/deploy approve " + id,
        List.of());
  }

  private Outcome taken(Invocation in, Waiting waiting, Consent consent) {
    String id = waiting.plan().id();
    return waitingPlans.take(id, WaitingPlans.Decision.APPROVED, CarryOut.actor(in.by()))
            instanceof Found.Here
        ? carryOut.run(in, waiting, consent)
        : unusable(id);
  }

  /** Without the approvals that are missing, and in spite of a freeze; everybody hears of it. */
  Outcome breakGlass(Invocation in, String typed, String why) {
    return switch (find(typed)) {
      case Found.Here(var waiting) -> breakGlass(in, waiting, why);
      case Found.Taken _, Found.Expired _, Found.Unknown _ -> unusable(typed);
    };
  }

  private Outcome breakGlass(Invocation in, Waiting waiting, String why) {
    Conditions conditions = now();
    Optional<Outcome> refusal =
        conditions
            .refusalToBreakGlass(in, waiting)
            .<Outcome>map(denied -> denied)
            .or(() -> conditions.askerDenied(in, waiting))
            .or(() -> locked(waiting))
            .or(() -> stale(waiting));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Actor by = CarryOut.actor(in.by());
    String id = waiting.plan().id();
    if (!(waitingPlans.take(id, WaitingPlans.Decision.APPROVED, by) instanceof Found.Here)) {
      return unusable(id);
    }
    alerts.brokenGlass(waiting, by, why);
    return carryOut.run(in, waiting, Consent.brokenGlass(by, why));
  }

  Outcome reject(Invocation in, String typed) {
    return switch (find(typed)) {
      case Found.Here(var waiting) -> reject(in, waiting);
      case Found.Taken _, Found.Expired _, Found.Unknown _ -> unusable(typed);
    };
  }

  /** Whoever asked may take it back; anybody else must be one who could have approved it. */
  private Outcome reject(Invocation in, Waiting waiting) {
    Policy policy = now().policy(waiting.plan());
    boolean own = waiting.requestedBy().id().equals(in.by().id());
    Optional<Outcome.Refused> refusal =
        own ? Optional.empty() : access.refusal(Act.APPROVE, in, policy);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    String id = waiting.plan().id();
    if (!(waitingPlans.take(id, WaitingPlans.Decision.REJECTED, CarryOut.actor(in.by()))
        instanceof Found.Here)) {
      return unusable(id);
    }
    alerts.rejected(waiting, CarryOut.actor(in.by()));
    return new Outcome.Done(
        "Plan `%s` for *%s* is rejected; nothing was changed."
            .formatted(id, waiting.plan().stack()));
  }

  private Found find(String typed) {
    return PlanIds.parse(typed).map(waitingPlans::find).orElseGet(Found.Unknown::new);
  }

  private Outcome unusable(String typed) {
    String shown = Quoted.code(typed);
    return switch (find(typed)) {
      case Found.Taken(var decision, var by) ->
          new Outcome.Refused(
              "Plan %s was already %s by %s; a plan counts once."
                  .formatted(shown, decision.word(), Quoted.person(by)),
              "/deploy status");
      case Found.Expired(var at) ->
          new Outcome.Refused(
              "Plan %s expired at %s; nothing was changed.".formatted(shown, DeployText.day(at)),
              "/deploy status");
      case Found.Unknown _, Found.Here _ ->
          new Outcome.Refused(
              "No plan %s waits; if it did, it expired.".formatted(shown), "/deploy status");
    };
  }

  private static Optional<Outcome> frozen(Conditions conditions, Plan plan) {
    return conditions
        .frozen(plan)
        .map(frozen ->
            new Outcome.Refused(
                Conditions.words(plan, frozen) + " In an emergency somebody may break the glass.",
                "/deploy break-glass " + plan.id() + " <why>"));
  }

  /** Seen before the plan is used up: whoever holds the stack will be done, the plan would not. */
  private Optional<Outcome> locked(Waiting waiting) {
    String stack = waiting.plan().stack();
    return locks.holder(stack).map(held -> DeployText.locked(stack, held));
  }

  private Optional<Outcome> stale(Waiting waiting) {
    return carryOut
        .stale(waiting)
        .map(why ->
            new Outcome.Refused(
                "Plan `%s` no longer fits: %s. Nothing was changed."
                    .formatted(waiting.plan().id(), Quoted.text(why)),
                DeployText.again(waiting.plan(), waiting.ref())));
  }
}
