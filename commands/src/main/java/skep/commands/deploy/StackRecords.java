package skep.commands.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.apply.WaitingPlans.Waiting;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;

/** What is kept about stacks: status, history, and the locks people set. */
final class StackRecords {
  private final Releases releases;
  private final StackLocks locks;
  private final WaitingPlans waitingPlans;

  StackRecords(Releases releases, StackLocks locks, WaitingPlans waitingPlans) {
    this.releases = releases;
    this.locks = locks;
    this.waitingPlans = waitingPlans;
  }

  /** Whether anything is kept about it. */
  boolean knows(String stack) {
    return releases.latest(stack).isPresent() || locks.locked().contains(stack);
  }

  /** These, and others that are locked or have a plan that waits. */
  List<String> all(List<String> stacks) {
    return Stream.of(
            stacks.stream(),
            locks.locked().stream(),
            waitingPlans.waiting().stream().map(waiting -> waiting.plan().stack()))
        .flatMap(names -> names)
        .distinct()
        .sorted()
        .toList();
  }

  Outcome status(List<String> stacks) {
    List<Waiting> waiting = waitingPlans.waiting();
    List<String> lines = new ArrayList<>();
    for (String stack : stacks) {
      lines.add("• *%s*: %s".formatted(stack, newest(stack)));
      locks
          .holder(stack)
          .ifPresent(held -> lines.add("  " + DeployText.locked(stack, held).text()));
      waiting.stream()
          .filter(plan -> plan.plan().stack().equals(stack))
          .forEach(plan -> lines.add("  " + waits(plan)));
    }
    return new Outcome.Done(String.join("\n", lines));
  }

  private String newest(String stack) {
    return releases.latest(stack).map(StackRecords::line).orElse("never deployed by Skep");
  }

  private static String waits(Waiting waiting) {
    return "plan `%s` by %s waits until %s: `/deploy approve %s`"
        .formatted(
            waiting.plan().id(),
            Quoted.person(waiting.requestedBy().name()),
            DeployText.clock(waiting.plan().expires()),
            waiting.plan().id());
  }

  Outcome history(String stack) {
    List<String> lines =
        releases.history(stack).stream().map(release -> "• " + line(release)).toList();
    return lines.isEmpty()
        ? new Outcome.Done("*%s* was never deployed by Skep.".formatted(stack))
        : new Outcome.Done(
            "Releases of *%s*, newest first\n%s".formatted(stack, String.join("\n", lines)));
  }

  private static String line(Release release) {
    String approved = DeployText.consent(release.consent());
    String outcome = release.outcome().isEmpty() ? "" : ": " + Quoted.code(release.outcome());
    return "release %d `%s` %s, %s, by %s%s%s"
        .formatted(
            release.number(),
            release.commit().brief(),
            release.state().word(),
            DeployText.day(release.started()),
            Quoted.person(release.requestedBy().name()),
            approved,
            outcome);
  }

  Outcome lock(Invocation in, String stack, String why) {
    Optional<StackLocks.Held> held = locks.hold(stack, CarryOut.actor(in.by()), why);
    if (held.isPresent()) {
      return DeployText.locked(stack, held.get());
    }
    return new Outcome.Done(
        "*%s* is locked: %s. To free it: `/deploy unlock %s`"
            .formatted(stack, Quoted.code(why), stack));
  }

  Outcome abort(Invocation in, String stack, String why) {
    String words = DeployText.ABORTED + in.by().username() + ": " + why;
    return locks
        .abort(stack, words)
        .<Outcome>map(run ->
            new Outcome.Done(
                "*%s*: the run of %s (%s) stops at its next step and goes back; what becomes of it is told in its thread."
                    .formatted(stack, Quoted.person(run.by().name()), Quoted.code(run.reason()))))
        .orElseGet(() ->
            new Outcome.Refused(
                "Nothing is under way with %s that could be aborted.".formatted(Quoted.code(stack)),
                "/deploy status"));
  }

  Outcome unlock(String stack) {
    return switch (locks.unlock(stack)) {
      case StackLocks.Unlocking.Unlocked(var before) ->
          new Outcome.Done(
              "*%s* is free again. %s had locked it: %s."
                  .formatted(
                      stack, Quoted.person(before.by().name()), Quoted.code(before.reason())));
      case StackLocks.Unlocking.WasFree() ->
          new Outcome.Done("*%s* was not locked.".formatted(stack));
      case StackLocks.Unlocking.InUse(var run) ->
          new Outcome.Refused(
              "A run is at work on *%s* since %s (%s, %s); its lock ends with it."
                  .formatted(
                      stack,
                      DeployText.clock(run.since()),
                      Quoted.person(run.by().name()),
                      Quoted.code(run.reason())),
              "/deploy status " + stack);
    };
  }
}
