package skep.commands.deploy;

import java.util.Optional;
import skep.commands.Parsed;
import skep.commands.access.Access;
import skep.commands.access.Policy;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.commands.diff.ChangeViews;
import skep.commands.diff.DiffText;
import skep.commands.diff.Legible;
import skep.commands.planning.PlanMaker.Made;
import skep.deploy.apply.Gate;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.apply.WaitingPlans.Waiting;
import skep.deploy.plan.Plan;

/** What happens to a plan that was just made: nothing to do, carried out at once, or waiting. */
public final class Proposal {
  private final WaitingPlans waitingPlans;
  private final CarryOut carryOut;
  private final Access access;

  public Proposal(WaitingPlans waitingPlans, CarryOut carryOut, Access access) {
    this.waitingPlans = waitingPlans;
    this.carryOut = carryOut;
    this.access = access;
  }

  /**
   * @param approvalRequired as the default branch has it
   * @param ref what the plan was made from; empty for the default branch
   */
  public record Terms(Policy policy, boolean approvalRequired, String ref) {}

  public Outcome of(Invocation in, Parsed.Command line, Made made, Terms terms) {
    Plan plan = made.plan();
    if (plan.isEmpty() && !plan.adopts()) {
      return new Outcome.Done(DiffText.full(plan, made.swarm()), ChangeViews.of(plan));
    }
    Optional<Gate.Refusal> hopeless = made.refusal();
    if (hopeless.isPresent()) {
      return new Outcome.Refused(hopeless.get().reason(), hopeless.get().next());
    }
    Waiting waiting =
        new Waiting(plan, CarryOut.actor(in.by()), in.origin().toString(), terms.ref());
    if (!terms.approvalRequired() || plan.isEmpty()) {
      return carryOut.run(in, waiting, Optional.empty());
    }
    String why = "";
    if (line.has("--yes")) {
      Optional<Outcome.Refused> refusal =
          access.refusalToApprove(in, terms.policy(), in.by().id(), plan.id());
      if (refusal.isEmpty()) {
        return carryOut.run(in, waiting, Optional.of(in.by()));
      }
      why =
          "\n--yes does not count: %s What lets it: %s"
              .formatted(refusal.get().text(), Quoted.code(refusal.get().next()));
    }
    return wait(in, waiting, made, why);
  }

  private Outcome wait(Invocation in, Waiting waiting, Made made, String why) {
    Plan plan = waiting.plan();
    waitingPlans.prune();
    waitingPlans.store(waiting);
    return new Outcome.Waiting(
        "%s\nPlan `%s` waits for approval until %s.%s"
            .formatted(
                Legible.of(DiffText.full(plan, made.swarm()), in.by(), look(waiting)),
                plan.id(),
                DeployText.clock(plan.expires()),
                why),
        plan.id(),
        "/deploy approve " + plan.id(),
        ChangeViews.of(plan));
  }

  /** The line that shows the same plan and changes nothing. */
  private static String look(Waiting waiting) {
    Plan plan = waiting.plan();
    String at = waiting.ref().isEmpty() ? "" : "@" + waiting.ref();
    return switch (plan.kind()) {
      case Plan.Kind.Deploy() -> "/diff " + plan.stack() + at;
      case Plan.Kind.Rollback _ -> DeployText.again(plan, waiting.ref());
    };
  }
}
