package skep.bot.wiring;

import java.util.Optional;
import skep.bot.dispatch.Fates;
import skep.commands.chat.Origin;
import skep.commands.chat.Quoted;
import skep.commands.deploy.DeployText;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;

/** What the Swarm's records say of a command: its release, or the plan it made. */
final class RecordedFates implements Fates {
  private final Releases releases;
  private final WaitingPlans waiting;

  RecordedFates(Releases releases, WaitingPlans waiting) {
    this.releases = releases;
    this.waiting = waiting;
  }

  @Override
  public Fate of(Origin origin) {
    Optional<Release> release = releases.ofOrigin(origin.toString());
    if (release.isPresent()) {
      return release.get().state().inFlight()
          ? new Fate.UnderWay()
          : new Fate.Ended(DeployText.ended(release.get()));
    }
    return waiting
        .ofOrigin(origin.toString())
        .<Fate>map(plan -> new Fate.Ended(text(plan)))
        .orElseGet(Fate.NothingBegun::new);
  }

  private static String text(WaitingPlans.Kept plan) {
    String what = "plan `%s` for *%s*".formatted(plan.id(), plan.stack());
    return switch (plan.found()) {
      case WaitingPlans.Found.Here _ ->
          ":raised_hand: I was restarted before I could ask: %s waits. See it with `/diff %s`, then type `/deploy approve %s` or `/deploy reject %s`"
              .formatted(what, plan.stack(), plan.id(), plan.id());
      case WaitingPlans.Found.Taken(var decision, var by) ->
          ":information_source: I was restarted; meanwhile %s was %s by %s, and that has an answer of its own."
              .formatted(what, decision.word(), Quoted.code(by));
      case WaitingPlans.Found.Expired _, WaitingPlans.Found.Unknown _ ->
          ":hourglass: I was restarted, and %s expired; nothing was changed. Type it again if it is still wanted."
              .formatted(what);
    };
  }
}
