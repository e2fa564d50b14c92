package skep.commands.deploy;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import skep.commands.Parsed;
import skep.commands.access.Access;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.commands.diff.ChangeViews;
import skep.commands.diff.DiffText;
import skep.commands.diff.Legible;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.PlanMaker.Made;
import skep.deploy.apply.Gate;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.apply.WaitingPlans.Waiting;
import skep.deploy.plan.Plan;
import skep.deploy.release.Consent;

/** What happens to a plan that was just made: nothing to do, carried out at once, or waiting. */
public final class Proposal {
  private final WaitingPlans waitingPlans;
  private final CarryOut carryOut;
  private final Access access;
  private final InstantSource clock;
  private final DeploymentAlerts alerts;
  private final UnaryOperator<String> redaction;

  /**
   * @param redaction takes known secret values out of a text
   */
  public Proposal(
      WaitingPlans waitingPlans,
      CarryOut carryOut,
      Access access,
      InstantSource clock,
      DeploymentAlerts alerts,
      UnaryOperator<String> redaction) {
    this.waitingPlans = waitingPlans;
    this.carryOut = carryOut;
    this.access = access;
    this.clock = clock;
    this.alerts = alerts;
    this.redaction = redaction;
  }

  /**
   * @param head the default branch
   * @param approvalRequired as the default branch has it
   * @param ref what the plan was made from; empty for the default branch
   */
  public record Terms(EstateAt head, boolean approvalRequired, String ref) {}

  public Outcome of(Invocation in, Parsed.Command line, Made made, Terms terms) {
    Plan plan = made.plan();
    if (plan.isEmpty() && !plan.adopts()) {
      return new Outcome.Done(DiffText.full(plan, made.swarm(), redaction), ChangeViews.of(plan));
    }
    Optional<Gate.Refusal> hopeless = made.refusal();
    if (hopeless.isPresent()) {
      return new Outcome.Refused(hopeless.get().reason(), hopeless.get().next());
    }
    Waiting waiting =
        new Waiting(plan, CarryOut.actor(in.by()), in.origin().toString(), terms.ref());
    Conditions conditions = new Conditions(terms.head(), access, clock.instant());
    Optional<String> held = held(conditions, plan);
    if (plan.isEmpty() || (!terms.approvalRequired() && held.isEmpty())) {
      return carryOut.run(in, waiting, Consent.NOT_ASKED);
    }
    return line.has("--yes")
        ? approved(in, waiting, made, conditions)
        : wait(in, waiting, made, conditions, held.map(why -> "\n" + why).orElse(""));
  }

  /** {@code --yes}: the asker's own yes, where it counts and is enough. */
  private Outcome approved(Invocation in, Waiting waiting, Made made, Conditions conditions) {
    Optional<String> not =
        held(conditions, waiting.plan())
            .or(() -> conditions.refusalToApprove(in, waiting).map(Proposal::words));
    if (not.isEmpty() && conditions.needed(waiting.plan()) == 1) {
      return carryOut.run(in, waiting, Consent.of(List.of(CarryOut.actor(in.by()))));
    }
    Outcome waits =
        wait(
            in,
            waiting,
            made,
            conditions,
            "\n--yes "
                + not.map(why -> "does not count: " + why)
                    .orElse("counts as your approval; it needs more."));
    if (not.isEmpty()) {
      waitingPlans.agree(waiting.plan().id(), CarryOut.actor(in.by()));
    }
    return waits;
  }

  private static Optional<String> held(Conditions conditions, Plan plan) {
    return conditions.frozen(plan).map(frozen -> Conditions.words(plan, frozen));
  }

  private static String words(Outcome.Refused refusal) {
    return "%s What lets it: %s".formatted(refusal.text(), Quoted.code(refusal.next()));
  }

  private Outcome wait(
      Invocation in, Waiting waiting, Made made, Conditions conditions, String more) {
    Plan plan = waiting.plan();
    String asked = conditions.asked(waiting);
    waitingPlans.prune();
    waitingPlans.store(waiting);
    alerts.waiting(waiting, asked);
    return new Outcome.Waiting(
        "%s\nPlan `%s` waits for %s until %s.%s"
            .formatted(
                Legible.of(DiffText.full(plan, made.swarm(), redaction), in.by(), look(waiting)),
                plan.id(),
                asked,
                DeployText.clock(plan.expires()),
                more),
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
