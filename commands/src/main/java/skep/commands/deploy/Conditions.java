package skep.commands.deploy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.access.Decision;
import skep.commands.access.Policy;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.Estates.Frozen;
import skep.commands.planning.Options;
import skep.deploy.apply.WaitingPlans.Waiting;
import skep.deploy.plan.Plan;
import skep.deploy.release.Release.Actor;

/**
 * What a plan needs before it is carried out.
 *
 * @param head the default branch, whose rules count
 */
record Conditions(EstateAt head, Access access, Instant now) {
  Policy policy(Plan plan) {
    return head.policy(plan.stack());
  }

  /** How many have to say yes. */
  int needed(Plan plan) {
    return policy(plan).approving().needed();
  }

  /** The freeze that holds the plan up. Going back is free: it ends what went wrong. */
  Optional<Frozen> frozen(Plan plan) {
    return switch (plan.kind()) {
      case Plan.Kind.Deploy() -> head.frozen(plan.stack(), now);
      case Plan.Kind.Rollback _ -> Optional.empty();
    };
  }

  static String words(Plan plan, Frozen frozen) {
    return "*%s* is frozen until %s: %s."
        .formatted(plan.stack(), DeployText.day(frozen.until()), Quoted.code(frozen.why()));
  }

  /** Who typed a line may not say yes to this plan; empty where their yes counts. */
  Optional<Outcome.Refused> refusalToApprove(Invocation in, Waiting waiting) {
    return access.refusalToApprove(
        in, policy(waiting.plan()), waiting.requestedBy().id(), waiting.plan().id());
  }

  Optional<Outcome.Refused> refusalToBreakGlass(Invocation in, Waiting waiting) {
    return access.refusal(Act.BREAK_GLASS, in, policy(waiting.plan()));
  }

  /** Those whose yes still counts: a right may have been taken away since it was said. */
  List<Actor> stillCounting(List<Actor> yes, Invocation in, Waiting waiting) {
    return yes.stream()
        .filter(by ->
            access.mayApprove(
                    new Person(by.id(), by.name()),
                    in.room(),
                    policy(waiting.plan()),
                    waiting.requestedBy().id())
                instanceof Decision.Allowed)
        .toList();
  }

  /** Who asked may have lost the right since; a queued yes must not outlive it. */
  Optional<Outcome> askerDenied(Invocation in, Waiting waiting) {
    Person asker = new Person(waiting.requestedBy().id(), waiting.requestedBy().name());
    Act act =
        switch (waiting.plan().kind()) {
          case Plan.Kind.Deploy() -> Act.DEPLOY;
          case Plan.Kind.Rollback _ -> Act.ROLLBACK;
        };
    return access.may(
                act,
                asker,
                in.room(),
                policy(waiting.plan()),
                Options.arguments(waiting.plan(), waiting.ref()))
            instanceof Decision.Denied(var why, var next)
        ? Optional.of(new Outcome.Refused("Who asked may not any more. " + why, next))
        : Optional.empty();
  }

  /** Who is asked for how many yeses. */
  String asked(Waiting waiting) {
    Policy policy = policy(waiting.plan());
    String who = policy.who(Act.APPROVE).map(words -> " by " + words).orElse("");
    int needed = policy.approving().needed();
    return (needed == 1 ? "approval" : needed + " approvals") + who;
  }
}
