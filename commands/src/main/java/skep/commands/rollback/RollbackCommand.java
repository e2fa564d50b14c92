package skep.commands.rollback;

import java.util.List;
import java.util.Optional;
import skep.commands.Command;
import skep.commands.FormName;
import skep.commands.Parsed;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.commands.deploy.DeployCommand;
import skep.commands.deploy.Proposal;
import skep.commands.deploy.Queue;
import skep.commands.deploy.Unfinished;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.commands.planning.Estates.StackEntry;
import skep.commands.planning.Options;
import skep.commands.planning.PlanMaker;
import skep.commands.planning.Scope;
import skep.commands.planning.SecretsAtHand;
import skep.deploy.release.Release;

/** {@code /rollback}: back to the last verified release, or to any kept one. */
public final class RollbackCommand implements Command {
  private final Estates estates;
  private final PlanMaker plans;
  private final Access access;
  private final DeployCommand.Kept kept;
  private final Unfinished unfinished;
  private final Queue queue;
  private final Proposal proposal;
  private final SecretsAtHand secrets;

  public RollbackCommand(
      Estates estates,
      PlanMaker plans,
      Access access,
      DeployCommand.Kept kept,
      Unfinished unfinished,
      Queue queue,
      Proposal proposal) {
    this.estates = estates;
    this.plans = plans;
    this.access = access;
    this.kept = kept;
    this.unfinished = unfinished;
    this.queue = queue;
    this.proposal = proposal;
    this.secrets = new SecretsAtHand(estates, plans);
  }

  @Override
  public Outcome handle(Invocation in, Parsed.Command line) {
    String stack = line.words().getFirst();
    Scope scope = Scope.of(estates, "");
    Optional<Outcome> refusal =
        access
            .refusal(Act.ROLLBACK, in, scope.head().policy(stack), Options.arguments(line, ""))
            .<Outcome>map(refused -> refused)
            .or(() ->
                scope.unknown(
                    stack,
                    () -> kept.releases().latest(stack).isPresent(),
                    right -> typed(right, line)));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    return queue.inTurn(in, stack, () -> back(in, line, stack, scope));
  }

  private Outcome back(Invocation in, Parsed.Command line, String stack, Scope scope) {
    unfinished.finish(stack, in.progress());
    return switch (choose(stack, line)) {
      case Choice.No(var no) -> no;
      case Choice.Back(var target) -> propose(in, line, scope.head(), target);
    };
  }

  private static String typed(String stack, Parsed.Command line) {
    String to = line.words().size() > 1 ? " to " + line.words().get(1) : "";
    return "/rollback " + stack + to + (line.has("--force") ? " --force" : "");
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
    return switch (line.form()) {
      case FormName.Rollback.BEFORE -> before(stack, history);
      case FormName.Rollback.TO -> named(stack, history, line.words().get(1), line.has("--force"));
      case FormName.Deploy _, FormName.Secrets _, FormName.Backup _, FormName.Look _ ->
          throw new IllegalArgumentException(line.form() + " is no form of /rollback");
    };
  }

  /**
   * The last verified one before what should be in effect now. Where that is a rollback, before the
   * release it went back to: else the second rollback would go forward to what the first one left.
   */
  private static Choice before(String stack, List<Release> history) {
    int current =
        PlanMaker.inEffect(history)
            .map(release -> origin(history, release))
            .orElse(Integer.MAX_VALUE);
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

  /** The release whose specs these are; one that is no longer kept is known by its number. */
  private static int origin(List<Release> history, Release release) {
    Optional<Integer> earlier = release.backTo().filter(number -> number < release.number());
    if (earlier.isEmpty()) {
      return release.number();
    }
    return history.stream()
        .filter(one -> one.number() == earlier.get())
        .findFirst()
        .map(one -> origin(history, one))
        .orElse(earlier.get());
  }

  private static Choice named(String stack, List<Release> history, String word, boolean force) {
    Optional<Release> target =
        history.stream()
            .filter(release -> Integer.toString(release.number()).equals(word))
            .findFirst();
    if (target.isEmpty()) {
      return no(
          "*%s* has no release %s; kept are %d to %d."
              .formatted(
                  stack,
                  Quoted.code(word),
                  history.getLast().number(),
                  history.getFirst().number()),
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
    // The plan shows values of then.
    secrets.learn(target.stack(), target.commit());
    PlanMaker.Made made = plans.rollback(target, head.mark(target.stack()), Options.of(line));
    boolean approval = head.stack(target.stack()).map(StackEntry::approvalRequired).orElse(true);
    return proposal.of(in, line, made, new Proposal.Terms(head, approval, ""));
  }
}
