package skep.commands.rollback;

import java.util.List;
import java.util.Optional;
import skep.commands.Command;
import skep.commands.Parsed;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.access.Decision;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.deploy.DeployCommand;
import skep.commands.deploy.DeployText;
import skep.commands.deploy.Proposal;
import skep.commands.deploy.Unfinished;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.Estates.StackEntry;
import skep.commands.planning.Options;
import skep.commands.planning.PlanMaker;
import skep.deploy.release.Release;
import skep.deploy.release.StackLocks;

/** {@code /rollback}: back to the last verified release, or to any kept one. */
public final class RollbackCommand implements Command {
  private final Estates estates;
  private final PlanMaker plans;
  private final Access access;
  private final DeployCommand.Kept kept;
  private final Unfinished unfinished;
  private final Proposal proposal;

  public RollbackCommand(
      Estates estates,
      PlanMaker plans,
      Access access,
      DeployCommand.Kept kept,
      Unfinished unfinished,
      Proposal proposal) {
    this.estates = estates;
    this.plans = plans;
    this.access = access;
    this.kept = kept;
    this.unfinished = unfinished;
    this.proposal = proposal;
  }

  @Override
  public Outcome handle(Invocation in, Parsed.Command line) {
    String stack = line.words().getFirst();
    EstateAt head = estates.at("");
    if (access.may(Act.ROLLBACK, in.by(), in.room(), head.policy())
        instanceof Decision.Denied(var why, var next)) {
      return new Outcome.Refused(why, next);
    }
    unfinished.finish(stack, in.progress());
    Optional<StackLocks.Held> held = kept.locks().holder(stack);
    if (held.isPresent()) {
      return DeployText.locked(stack, held.get());
    }
    return switch (choose(stack, line)) {
      case Choice.No(var refusal) -> refusal;
      case Choice.Back(var target) -> propose(in, line, head, target);
    };
  }

  private sealed interface Choice {
    record Back(Release target) implements Choice {}

    record No(Outcome.Refused refusal) implements Choice {}
  }

  private Choice choose(String stack, Parsed.Command line) {
    List<Release> history = kept.releases().history(stack);
    if (history.isEmpty()) {
      return no("*%s* has no releases to go back to.".formatted(stack), "/deploy " + stack);
    }
    return line.words().size() > 1
        ? named(stack, history, line.words().get(1), line.has("--force"))
        : before(stack, history);
  }

  /** The last verified one before what should be in effect now. */
  private static Choice before(String stack, List<Release> history) {
    int current = PlanMaker.inEffect(history).map(Release::number).orElse(Integer.MAX_VALUE);
    return history.stream()
        .filter(release -> release.number() < current)
        .filter(release -> release.state() == Release.State.RELEASED)
        .findFirst()
        .<Choice>map(Choice.Back::new)
        .orElseGet(() ->
            no(
                "*%s* has no verified release before the one that runs.".formatted(stack),
                "/deploy history " + stack));
  }

  private static Choice named(String stack, List<Release> history, String word, boolean force) {
    Optional<Release> target =
        history.stream()
            .filter(release -> Integer.toString(release.number()).equals(word))
            .findFirst();
    if (target.isEmpty()) {
      return no(
          "*%s* has no release %s; kept are %d to %d."
              .formatted(stack, word, history.getLast().number(), history.getFirst().number()),
          "/deploy history " + stack);
    }
    Release.State state = target.get().state();
    if (state.inFlight()) {
      return no("Release %s of *%s* is still under way.".formatted(word, stack), "/deploy status");
    }
    return state == Release.State.RELEASED || force
        ? new Choice.Back(target.get())
        : no(
            "Release %s of *%s* was never verified (it is %s)."
                .formatted(word, stack, state.word()),
            "/rollback %s to %s --force".formatted(stack, word));
  }

  private static Choice no(String why, String next) {
    return new Choice.No(new Outcome.Refused(why, next));
  }

  private Outcome propose(Invocation in, Parsed.Command line, EstateAt head, Release target) {
    in.progress()
        .show(":mag: Planning *%s* back to release %d".formatted(target.stack(), target.number()));
    PlanMaker.Made made = plans.rollback(target, head.mark(target.stack()), Options.of(line));
    boolean approval = head.stack(target.stack()).map(StackEntry::approvalRequired).orElse(true);
    return proposal.of(in, line, made, new Proposal.Terms(head.policy(), approval, ""));
  }
}
