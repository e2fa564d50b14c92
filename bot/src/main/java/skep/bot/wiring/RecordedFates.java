package skep.bot.wiring;

import java.util.Optional;
import skep.bot.dispatch.Fates;
import skep.commands.chat.Origin;
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
    return waiting.waiting().stream()
        .filter(plan -> plan.origin().equals(origin.toString()))
        .findFirst()
        .<Fate>map(plan -> new Fate.Ended(waits(plan)))
        .orElseGet(Fate.NothingBegun::new);
  }

  private static String waits(WaitingPlans.Waiting waiting) {
    String id = waiting.plan().id();
    return ":raised_hand: I was restarted before I could ask: plan `%s` for *%s* waits. See it with `/diff %s`, then type `/deploy approve %s` or `/deploy reject %s`"
        .formatted(id, waiting.plan().stack(), waiting.plan().stack(), id, id);
  }
}
