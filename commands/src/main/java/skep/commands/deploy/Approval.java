package skep.commands.deploy;

import java.util.Optional;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.access.Decision;
import skep.commands.access.Policy;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.apply.WaitingPlans.Found;
import skep.deploy.apply.WaitingPlans.Waiting;
import skep.deploy.plan.Plan;
import skep.deploy.plan.PlanIds;
import skep.deploy.release.StackLocks;

/** {@code /deploy approve} and {@code /deploy reject}: somebody's yes or no to a waiting plan. */
final class Approval {
  private final WaitingPlans waitingPlans;
  private final CarryOut carryOut;
  private final Estates estates;
  private final Access access;
  private final StackLocks locks;

  Approval(
      WaitingPlans waitingPlans,
      CarryOut carryOut,
      Estates estates,
      Access access,
      StackLocks locks) {
    this.waitingPlans = waitingPlans;
    this.carryOut = carryOut;
    this.estates = estates;
    this.access = access;
    this.locks = locks;
  }

  Outcome approve(Invocation in, String typed) {
    return switch (find(typed)) {
      case Found.Here(var waiting) -> approve(in, waiting);
      case Found.Taken _, Found.Expired _, Found.Unknown _ -> unusable(typed);
    };
  }

  private Outcome approve(Invocation in, Waiting waiting) {
    String id = waiting.plan().id();
    Optional<Outcome> refusal =
        denied(in, waiting).or(() -> locked(waiting)).or(() -> stale(waiting));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return waitingPlans.take(id, WaitingPlans.Decision.APPROVED, CarryOut.actor(in.by()))
            instanceof Found.Here
        ? carryOut.run(in, waiting, Optional.of(in.by()))
        : unusable(id);
  }

  Outcome reject(Invocation in, String typed) {
    return switch (find(typed)) {
      case Found.Here(var waiting) -> reject(in, waiting);
      case Found.Taken _, Found.Expired _, Found.Unknown _ -> unusable(typed);
    };
  }

  /** Whoever asked may take it back; anybody else must be one who could have approved it. */
  private Outcome reject(Invocation in, Waiting waiting) {
    Policy policy = estates.at("").policy();
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
                  .formatted(shown, decision, Quoted.person(by)),
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

  /** Who asked may have lost the right since; a queued yes must not outlive it. */
  private Optional<Outcome> denied(Invocation in, Waiting waiting) {
    Policy policy = estates.at("").policy();
    Person requester = new Person(waiting.requestedBy().id(), waiting.requestedBy().name());
    Optional<Outcome.Refused> refusal =
        access.refusalToApprove(in, policy, requester.id(), waiting.plan().id());
    if (refusal.isPresent()) {
      return Optional.of(refusal.get());
    }
    Act act =
        switch (waiting.plan().kind()) {
          case Plan.Kind.Deploy() -> Act.DEPLOY;
          case Plan.Kind.Rollback _ -> Act.ROLLBACK;
        };
    return access.may(act, requester, in.room(), policy)
            instanceof Decision.Denied(var why, var next)
        ? Optional.of(new Outcome.Refused("Who asked may not any more. " + why, next))
        : Optional.empty();
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
