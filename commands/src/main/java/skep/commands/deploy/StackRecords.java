package skep.commands.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skep.commands.access.Audit;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
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
    return "plan `%s` by @%s waits until %s: `/deploy approve %s`"
        .formatted(
            waiting.plan().id(),
            waiting.requestedBy().name(),
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
    String approved = release.approvedBy().map(by -> ", approved by @" + by.name()).orElse("");
    String outcome = release.outcome().isEmpty() ? "" : ": " + release.outcome();
    return "release %d `%s` %s, %s, by @%s%s%s"
        .formatted(
            release.number(),
            release.commit().brief(),
            release.state().word(),
            DeployText.day(release.started()),
            release.requestedBy().name(),
            approved,
            outcome);
  }

  Outcome lock(Invocation in, String stack, String why) {
    Optional<StackLocks.Held> held = locks.hold(stack, CarryOut.actor(in.by()), why);
    if (held.isPresent()) {
      return DeployText.locked(stack, held.get());
    }
    Audit.note(CarryOut.actor(in.by()), in.text(), Optional.empty(), Optional.empty(), "locked");
    return new Outcome.Done(
        "*%s* is locked: %s. To free it: `/deploy unlock %s`".formatted(stack, why, stack));
  }

  Outcome unlock(Invocation in, String stack) {
    return switch (locks.unlock(stack)) {
      case StackLocks.Unlocking.Unlocked(var before) -> {
        Audit.note(
            CarryOut.actor(in.by()), in.text(), Optional.empty(), Optional.empty(), "unlocked");
        yield new Outcome.Done(
            "*%s* is free again. @%s had locked it: %s."
                .formatted(stack, before.by().name(), before.reason()));
      }
      case StackLocks.Unlocking.WasFree() ->
          new Outcome.Done("*%s* was not locked.".formatted(stack));
      case StackLocks.Unlocking.InUse(var run) ->
          new Outcome.Refused(
              "A run is at work on *%s* since %s (@%s, %s); its lock ends with it."
                  .formatted(stack, DeployText.clock(run.since()), run.by().name(), run.reason()),
              "/deploy status " + stack);
    };
  }
}
