package skep.commands.diff;

import java.util.ArrayList;
import java.util.List;
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
import skep.commands.planning.PlanMaker.Made;
import skep.commands.planning.Scope;
import skep.commands.planning.Target;
import skep.deploy.plan.Plan;
import skep.deploy.plan.PlanRefused;
import skep.deploy.stack.InvalidStackException;

/** {@code /diff}: what a deployment would change, and what drifted. Changes nothing. */
public final class DiffCommand implements Command {
  private final Estates estates;
  private final PlanMaker plans;
  private final Access access;

  public DiffCommand(Estates estates, PlanMaker plans, Access access) {
    this.estates = estates;
    this.plans = plans;
    this.access = access;
  }

  @Override
  public Outcome handle(Invocation in, Parsed.Command line) {
    Target target =
        line.words().isEmpty() ? new Target.All("") : Target.parse(line.words().getFirst());
    if (target instanceof Target.Wrong(var word)) {
      return new Outcome.Refused("“" + word + "” is no name of a stack.", "/diff all");
    }
    if (target instanceof Target.Infra) {
      return new Outcome.Refused("/diff infra is not in this version of Skep.", "/diff all");
    }
    Scope scope = Scope.of(estates, target.ref());
    if (access.may(Act.DIFF, in.by(), in.room(), scope.head().policy())
        instanceof Decision.Denied(var why, var next)) {
      return new Outcome.Refused(why, next);
    }
    return switch (target) {
      case Target.Stack(var name, _) -> one(scope, name, Options.of(line));
      case Target.All _, Target.Infra _, Target.Wrong _ -> all(in, scope, Options.of(line));
    };
  }

  private Outcome one(Scope scope, String name, Plan.Options options) {
    return switch (scope.stack(name, "diff")) {
      case Scope.Found.Missing(var refusal) -> refusal;
      case Scope.Found.Stack(var stack) -> {
        Made made = plans.look(scope.at(), stack, scope.mark(stack.name()), options);
        yield new Outcome.Done(
            DiffText.full(made.plan(), made.swarm()), ChangeViews.of(made.plan()));
      }
    };
  }

  /** A stack that cannot be planned must not hide the others. */
  private Outcome all(Invocation in, Scope scope, Plan.Options options) {
    List<String> lines = new ArrayList<>();
    List<Outcome.ChangeView> changes = new ArrayList<>();
    boolean broken = false;
    for (StackEntry stack : scope.at().stacks()) {
      try {
        Made made = plans.look(scope.at(), stack, scope.mark(stack.name()), options);
        lines.add("• " + DiffText.brief(made.plan()));
        changes.addAll(ChangeViews.of(made.plan()));
      } catch (InvalidStackException | PlanRefused e) {
        lines.add("• *%s*: cannot be planned: %s".formatted(stack.name(), e.getMessage()));
        broken = true;
      }
      in.progress().show(String.join("\n", lines));
    }
    if (lines.isEmpty()) {
      return new Outcome.Refused(
          "The estate at %s has no stacks.".formatted(scope.at().commit().brief()),
          "add stacks/web/stack.yml to the estate");
    }
    lines.addFirst("All stacks at `%s`".formatted(scope.at().commit().brief()));
    String text = String.join("\n", lines);
    return broken
        ? new Outcome.Refused(text, "correct the estate, push, then " + in.text())
        : new Outcome.Done(text, changes);
  }
}
