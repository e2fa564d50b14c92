package skep.commands.diff;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import skep.commands.Command;
import skep.commands.Mishaps;
import skep.commands.Parsed;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.StackEntry;
import skep.commands.planning.Options;
import skep.commands.planning.PlanMaker;
import skep.commands.planning.PlanMaker.Made;
import skep.commands.planning.Scope;
import skep.commands.planning.Target;
import skep.deploy.plan.Plan;
import skep.deploy.swarm.EngineException;

/** {@code /diff}: what a deployment would change, and what drifted. Changes nothing. */
public final class DiffCommand implements Command {
  private final Estates estates;
  private final PlanMaker plans;
  private final Access access;
  private final UnaryOperator<String> redaction;

  /**
   * @param redaction takes known secret values out of a text
   */
  public DiffCommand(
      Estates estates, PlanMaker plans, Access access, UnaryOperator<String> redaction) {
    this.estates = estates;
    this.plans = plans;
    this.access = access;
    this.redaction = redaction;
  }

  @Override
  public Outcome handle(Invocation in, Parsed.Command line) {
    Target target =
        line.words().isEmpty() ? new Target.All("") : Target.parse(line.words().getFirst());
    if (target instanceof Target.Wrong(var word)) {
      return new Outcome.Refused(Quoted.code(word) + " is no name of a stack.", "/diff all");
    }
    if (target instanceof Target.Infra) {
      return new Outcome.Refused("/diff infra is not in this version of Skep.", "/diff all");
    }
    Scope scope = Scope.of(estates, target.ref());
    Optional<Outcome.Refused> refusal = access.refusal(Act.DIFF, in, scope.head().policy());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return switch (target) {
      case Target.Stack stack -> one(in, scope, stack, Options.of(line));
      case Target.All _, Target.Infra _, Target.Wrong _ -> all(in, scope, Options.of(line));
    };
  }

  private Outcome one(Invocation in, Scope scope, Target.Stack target, Plan.Options options) {
    String at = target.ref().isEmpty() ? "" : "@" + target.ref();
    return switch (scope.stack(target.name(), right -> "/diff " + right + at)) {
      case Scope.Found.Missing(var refusal) -> refusal;
      case Scope.Found.Stack(var stack) -> {
        Made made = plans.look(scope.at(), stack, scope.mark(stack.name()), options);
        String text = DiffText.full(made.plan(), made.swarm(), redaction);
        yield new Outcome.Done(
            Legible.of(text, in.by(), "/diff " + target.name() + at), ChangeViews.of(made.plan()));
      }
    };
  }

  /** A stack that cannot be planned must not hide the others. */
  private Outcome all(Invocation in, Scope scope, Plan.Options options) {
    if (scope.at().stacks().isEmpty()) {
      return scope.empty();
    }
    List<String> lines = new ArrayList<>();
    lines.add("All stacks at `%s`".formatted(scope.at().commit().brief()));
    List<Outcome.ChangeView> changes = new ArrayList<>();
    List<Outcome> broken = new ArrayList<>();
    for (StackEntry stack : scope.stacks()) {
      try {
        Made made = plans.look(scope.at(), stack, scope.mark(stack.name()), options);
        lines.add("• " + DiffText.brief(made.plan()));
        changes.addAll(ChangeViews.of(made.plan()));
      } catch (EngineException.Unreachable | EngineException.NoQuorum e) {
        // It is the same for every stack, and is said once.
        throw e;
      } catch (RuntimeException e) {
        Outcome mishap = Mishaps.outcome(e, in.text());
        lines.add("• *%s*: cannot be planned. %s".formatted(stack.name(), mishap.text()));
        broken.add(mishap);
      }
      in.progress().show(String.join("\n", lines));
    }
    return sum(String.join("\n", lines), broken, changes);
  }

  /** What a machine broke weighs more than what a person can fix. */
  private static Outcome sum(String text, List<Outcome> broken, List<Outcome.ChangeView> changes) {
    Outcome sum = new Outcome.Done(text, changes);
    for (Outcome mishap : broken) {
      if (mishap instanceof Outcome.Failed failed) {
        return new Outcome.Failed(text, failed.next(), changes);
      }
      if (mishap instanceof Outcome.Refused refused && sum instanceof Outcome.Done) {
        sum = new Outcome.Refused(text, refused.next(), changes);
      }
    }
    return sum;
  }
}
