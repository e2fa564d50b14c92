package skep.commands.deploy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.commands.Command;
import skep.commands.FormName;
import skep.commands.Parsed;
import skep.commands.access.Access;
import skep.commands.access.AccessReport;
import skep.commands.access.Act;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.StackEntry;
import skep.commands.planning.Options;
import skep.commands.planning.PlanMaker;
import skep.commands.planning.Scope;
import skep.commands.planning.Target;
import skep.commands.secrets.Deployments;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;

/** {@code /deploy}: bring a stack to what git says. */
public final class DeployCommand implements Command, Deployments {
  private final Estates estates;
  private final PlanMaker plans;
  private final Access access;
  private final AccessReport who;
  private final StackLocks locks;
  private final Unfinished unfinished;
  private final Queue queue;
  private final Proposal proposal;
  private final Approval approval;
  private final StackRecords records;

  public DeployCommand(
      Estates estates,
      PlanMaker plans,
      Access access,
      Kept kept,
      Unfinished unfinished,
      Queue queue,
      Proposal proposal,
      Approval approval) {
    this.estates = estates;
    this.plans = plans;
    this.access = access;
    this.who = new AccessReport(access);
    this.locks = kept.locks();
    this.unfinished = unfinished;
    this.queue = queue;
    this.proposal = proposal;
    this.approval = approval;
    this.records = new StackRecords(kept.releases(), kept.locks(), kept.waitingPlans());
  }

  /** What is kept in the Swarm. */
  public record Kept(Releases releases, StackLocks locks, WaitingPlans waitingPlans) {}

  @Override
  public Outcome handle(Invocation in, Parsed.Command line) {
    return switch (line.form()) {
      case FormName.Deploy.PLAN -> target(in, line, line.words().getFirst());
      case FormName.Deploy.APPROVE -> approval.approve(in, line.words().getFirst());
      case FormName.Deploy.REJECT -> approval.reject(in, line.words().getFirst());
      case FormName.Deploy.BREAK_GLASS ->
          approval.breakGlass(in, line.words().getFirst(), line.words().getLast());
      case FormName.Deploy.CANCEL -> cancel(in, line.words().getFirst());
      case FormName.Deploy.ABORT -> abort(in, line.words().getFirst(), line.words().getLast());
      case FormName.Deploy.STATUS -> status(in, line.words().stream().findFirst());
      case FormName.Deploy.HISTORY -> history(in, line.words().getFirst());
      case FormName.Deploy.LOCK -> lock(in, line.words().getFirst(), line.words().getLast());
      case FormName.Deploy.UNLOCK -> unlock(in, line.words().getFirst());
      case FormName.Deploy.ACCESS -> access(in, line.words());
      case FormName.Rollback _, FormName.Secrets _, FormName.Backup _, FormName.Look _ ->
          throw new IllegalArgumentException(line.form() + " is no form of /deploy");
    };
  }

  private Outcome status(Invocation in, Optional<String> stack) {
    Scope scope = Scope.of(estates, "");
    Optional<Outcome> refusal =
        refusal(in, Act.DIFF, scope)
            .or(() ->
                stack.flatMap(name ->
                    scope.unknown(
                        name, () -> records.knows(name), right -> "/deploy status " + right)));
    return refusal.orElseGet(() -> {
      List<String> stacks = stack.map(List::of).orElseGet(() -> records.all(scope.at().names()));
      return stacks.isEmpty() ? scope.empty() : records.status(stacks);
    });
  }

  /** Of nobody (who asks), of a person, or of a person and a stack. */
  private Outcome access(Invocation in, List<String> words) {
    Scope scope = Scope.of(estates, "");
    if (words.size() < 2) {
      return who.of(in, words.stream().findFirst(), scope.head().policy());
    }
    String stack = words.getLast();
    String line = "/deploy access why " + words.getFirst() + " ";
    return scope
        .unknown(stack, () -> false, right -> line + right)
        .orElseGet(() -> who.of(in, Optional.of(words.getFirst()), scope.head().policy(stack)));
  }

  private Outcome history(Invocation in, String stack) {
    Scope scope = Scope.of(estates, "");
    return refusal(in, Act.DIFF, scope)
        .or(() ->
            scope.unknown(stack, () -> records.knows(stack), right -> "/deploy history " + right))
        .orElseGet(() -> records.history(stack));
  }

  private Outcome lock(Invocation in, String stack, String why) {
    Scope scope = Scope.of(estates, "");
    return refusalToDeploy(in, scope, stack)
        .or(() -> scope.unknown(stack, () -> false, right -> "/deploy lock " + right + " " + why))
        .orElseGet(() -> records.lock(in, stack, why));
  }

  private Outcome cancel(Invocation in, String stack) {
    Scope scope = Scope.of(estates, "");
    return refusalToDeploy(in, scope, stack)
        .orElseGet(() -> {
          List<Person> whose = queue.cancel(stack, in.by());
          return whose.isEmpty()
              ? new Outcome.Refused(
                  "Nothing waits for its turn with %s.".formatted(Quoted.code(stack)),
                  "/deploy status")
              : new Outcome.Done(
                  "*%s*: taken back what waited: by %s."
                      .formatted(
                          stack,
                          String.join(
                              ", ",
                              whose.stream().map(one -> Quoted.person(one.username())).toList())));
        });
  }

  private Outcome abort(Invocation in, String stack, String why) {
    Scope scope = Scope.of(estates, "");
    return refusalToDeploy(in, scope, stack).orElseGet(() -> records.abort(in, stack, why));
  }

  /** A lock outlives its stack in the estate, and must not be without a way out then. */
  private Outcome unlock(Invocation in, String stack) {
    Scope scope = Scope.of(estates, "");
    return refusalToDeploy(in, scope, stack)
        .or(() ->
            scope.unknown(
                stack, () -> locks.locked().contains(stack), right -> "/deploy unlock " + right))
        .orElseGet(() -> records.unlock(stack));
  }

  private Optional<Outcome> refusal(Invocation in, Act act, Scope scope) {
    return access.refusal(act, in, scope.head().policy()).map(refused -> refused);
  }

  private Optional<Outcome> refusalToDeploy(Invocation in, Scope scope, String stack) {
    return refusalToDeploy(in, scope, stack, Set.of());
  }

  private Optional<Outcome> refusalToDeploy(
      Invocation in, Scope scope, String stack, Set<String> arguments) {
    return access
        .refusal(Act.DEPLOY, in, scope.head().policy(stack), arguments)
        .map(refused -> refused);
  }

  private Outcome target(Invocation in, Parsed.Command line, String word) {
    return switch (Target.parse(word)) {
      case Target.Stack(var name, var ref) -> one(in, line, name, ref);
      case Target.All(var ref) when ref.startsWith("pull/") ->
          new Outcome.Refused(
              "A pull request is deployed by merging it, or one stack at a time.",
              "/deploy " + estates.at("").names().stream().findFirst().orElse("web") + "@" + ref);
      case Target.All(var ref) -> all(in, line, ref);
      case Target.Infra _ ->
          new Outcome.Refused("/deploy infra is not in this version of Skep.", "/help deploy");
      case Target.Wrong _ ->
          new Outcome.Refused(Quoted.code(word) + " is no name of a stack.", "/deploy status");
    };
  }

  private Outcome one(Invocation in, Parsed.Command line, String name, String ref) {
    Scope scope = Scope.of(estates, ref);
    Optional<Outcome> refusal = refusalToDeploy(in, scope, name, Options.arguments(line, ref));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    String at = ref.isEmpty() ? "" : "@" + ref;
    return switch (scope.stack(name, right -> "/deploy " + right + at)) {
      case Scope.Found.Missing(var missing) -> missing;
      case Scope.Found.Stack(var stack) -> propose(in, line, scope, stack, ref);
    };
  }

  private Outcome all(Invocation in, Parsed.Command line, String ref) {
    Scope scope = Scope.of(estates, ref);
    Optional<Outcome> refusal = refusal(in, Act.DEPLOY, scope);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (line.has("--service")) {
      return new Outcome.Refused(
          "--service is about one stack.",
          "/deploy %s --service %s"
              .formatted(
                  scope.at().names().stream().findFirst().orElse("web"),
                  line.option("--service").orElse("")));
    }
    if (scope.at().stacks().isEmpty()) {
      return scope.empty();
    }
    return all(
        in,
        line,
        scope,
        scope.stacks(),
        ref,
        "All stacks at `%s`".formatted(scope.at().commit().brief()));
  }

  private Outcome all(
      Invocation in,
      Parsed.Command line,
      Scope scope,
      List<StackEntry> stacks,
      String ref,
      String heading) {
    return new DeployAll(
            in,
            stacks,
            stack ->
                refusalToDeploy(in, scope, stack.name(), Options.arguments(line, ref))
                    .orElseGet(() -> propose(in, line, scope, stack, ref)))
        .run(heading, stack -> line.has("--yes") || !stack.approvalRequired());
  }

  @Override
  public Optional<Outcome> refusal(Invocation in, Collection<String> stacks) {
    Scope scope = Scope.of(estates, "");
    return stacks.stream()
        .sorted()
        .flatMap(stack -> refusalToDeploy(in, scope, stack).stream())
        .findFirst();
  }

  @Override
  public Outcome deploy(Invocation in, Collection<String> names) {
    Scope scope = Scope.of(estates, "");
    Parsed.Command line =
        new Parsed.Command("deploy", FormName.Deploy.PLAN, List.copyOf(names), Map.of());
    List<StackEntry> stacks =
        scope.stacks().stream().filter(stack -> names.contains(stack.name())).toList();
    return stacks.size() == 1
        ? propose(in, line, scope, stacks.getFirst(), "")
        : all(in, line, scope, stacks, "", "What uses it:");
  }

  private Outcome propose(
      Invocation in, Parsed.Command line, Scope scope, StackEntry stack, String ref) {
    return queue.inTurn(in, stack.name(), () -> proposed(in, line, scope, stack, ref));
  }

  private Outcome proposed(
      Invocation in, Parsed.Command line, Scope scope, StackEntry stack, String ref) {
    unfinished.finish(stack.name(), in.progress());
    in.progress()
        .show(":mag: Planning *%s* at `%s`".formatted(stack.name(), scope.at().commit().brief()));
    PlanMaker.Made made =
        plans.deploy(scope.at(), stack, scope.mark(stack.name()), Options.of(line));
    return proposal.of(
        in, line, made, new Proposal.Terms(scope.head(), stack.approvalRequired(), ref));
  }
}
