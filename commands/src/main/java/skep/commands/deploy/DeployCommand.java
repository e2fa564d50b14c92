package skep.commands.deploy;

import java.util.List;
import java.util.Optional;
import skep.commands.Command;
import skep.commands.Parsed;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.access.Decision;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.StackEntry;
import skep.commands.planning.Options;
import skep.commands.planning.PlanMaker;
import skep.commands.planning.Scope;
import skep.commands.planning.Target;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;

/** {@code /deploy}: bring a stack to what git says. */
public final class DeployCommand implements Command {
  private final Estates estates;
  private final PlanMaker plans;
  private final Access access;
  private final StackLocks locks;
  private final Unfinished unfinished;
  private final Proposal proposal;
  private final Approval approval;
  private final StackRecords records;

  public DeployCommand(
      Estates estates,
      PlanMaker plans,
      Access access,
      Kept kept,
      CarryOut carryOut,
      Unfinished unfinished) {
    this.estates = estates;
    this.plans = plans;
    this.access = access;
    this.locks = kept.locks();
    this.unfinished = unfinished;
    this.proposal = new Proposal(kept.waitingPlans(), carryOut, access);
    this.approval = new Approval(kept.waitingPlans(), carryOut, estates, access, kept.locks());
    this.records = new StackRecords(kept.releases(), kept.locks(), kept.waitingPlans());
  }

  /** What is kept in the Swarm. */
  public record Kept(Releases releases, StackLocks locks, WaitingPlans waitingPlans) {}

  @Override
  public Outcome handle(Invocation in, Parsed.Command line) {
    List<String> words = line.words();
    return switch (line.form()) {
      case "approve" -> approval.approve(in, words.getFirst());
      case "reject" -> approval.reject(in, words.getFirst());
      case "status" ->
          allowed(in, Act.DIFF, "")
              .orElseGet(() -> records.status(words.isEmpty() ? estates.at("").names() : words));
      case "history" ->
          allowed(in, Act.DIFF, "").orElseGet(() -> records.history(words.getFirst()));
      case "lock" ->
          allowed(in, Act.DEPLOY, words.getFirst())
              .orElseGet(() -> records.lock(in, words.getFirst(), words.getLast()));
      case "unlock" ->
          allowed(in, Act.DEPLOY, words.getFirst())
              .orElseGet(() -> records.unlock(in, words.getFirst()));
      default -> target(in, line, words.getFirst());
    };
  }

  /**
   * @param stack must be one of the estate's; empty where none is meant
   */
  private Optional<Outcome> allowed(Invocation in, Act act, String stack) {
    Scope scope = Scope.of(estates, "");
    if (access.may(act, in.by(), in.room(), scope.head().policy())
        instanceof Decision.Denied(var why, var next)) {
      return Optional.of(new Outcome.Refused(why, next));
    }
    return stack.isEmpty()
        ? Optional.empty()
        : switch (scope.stack(stack, "deploy lock")) {
          case Scope.Found.Missing(var refusal) -> Optional.of(refusal);
          case Scope.Found.Stack _ -> Optional.empty();
        };
  }

  private Outcome target(Invocation in, Parsed.Command line, String word) {
    return switch (Target.parse(word)) {
      case Target.Stack(var name, var ref) -> deploy(in, line, name, ref);
      case Target.All(var ref) when ref.startsWith("pull/") ->
          new Outcome.Refused(
              "A pull request is deployed by merging it, or one stack at a time.",
              "/deploy web@" + ref);
      case Target.All _ ->
          new Outcome.Refused(
              "This version of Skep deploys one stack at a time.",
              "/deploy " + estates.at("").names().stream().findFirst().orElse("web"));
      case Target.Infra _ ->
          new Outcome.Refused("/deploy infra is not in this version of Skep.", "/help deploy");
      case Target.Wrong _ ->
          new Outcome.Refused("“" + word + "” is no name of a stack.", "/deploy status");
    };
  }

  private Outcome deploy(Invocation in, Parsed.Command line, String name, String ref) {
    Scope scope = Scope.of(estates, ref);
    if (access.may(Act.DEPLOY, in.by(), in.room(), scope.head().policy())
        instanceof Decision.Denied(var why, var next)) {
      return new Outcome.Refused(why, next);
    }
    return switch (scope.stack(name, "deploy")) {
      case Scope.Found.Missing(var refusal) -> refusal;
      case Scope.Found.Stack(var stack) -> propose(in, line, scope, stack, ref);
    };
  }

  private Outcome propose(
      Invocation in, Parsed.Command line, Scope scope, StackEntry stack, String ref) {
    unfinished.finish(stack.name(), in.progress());
    Optional<StackLocks.Held> held = locks.holder(stack.name());
    if (held.isPresent()) {
      return DeployText.locked(stack.name(), held.get());
    }
    in.progress()
        .show(":mag: Planning *%s* at `%s`".formatted(stack.name(), scope.at().commit().brief()));
    PlanMaker.Made made =
        plans.deploy(scope.at(), stack, scope.mark(stack.name()), Options.of(line));
    return proposal.of(
        in, line, made, new Proposal.Terms(scope.head().policy(), stack.approvalRequired(), ref));
  }
}
