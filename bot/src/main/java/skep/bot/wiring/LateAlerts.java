package skep.bot.wiring;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import skep.commands.deploy.DeploymentAlerts;
import skep.deploy.apply.WaitingPlans;
import skep.deploy.apply.WaitingPlans.Found;
import skep.deploy.apply.WaitingPlans.Kept;
import skep.deploy.release.Claims;
import skep.deploy.release.RecordData;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.deploy.release.StackLocks;

/**
 * Tells the alert room the end of what was decided or expired, where the bot that should have was
 * stopped before. By one thread.
 */
final class LateAlerts {
  private static final Logger LOG = Logger.getLogger(LateAlerts.class.getName());

  private final Records records;
  private final DeploymentAlerts alerts;
  private final InstantSource clock;
  private final Duration quiet;
  private final Set<String> told = new HashSet<>();
  private final Map<String, Instant> notBegun = new HashMap<>();

  /** What the Swarm keeps. */
  record Records(WaitingPlans plans, Releases releases, Claims claims, StackLocks locks) {}

  /**
   * @param quiet after this long without a sign a command counts as left behind
   */
  LateAlerts(Records records, DeploymentAlerts alerts, InstantSource clock, Duration quiet) {
    this.records = records;
    this.alerts = alerts;
    this.clock = clock;
    this.quiet = quiet;
  }

  void look() {
    List<Kept> decided = records.plans().decided();
    Set<String> ids = decided.stream().map(Kept::id).collect(Collectors.toSet());
    told.retainAll(ids);
    notBegun.keySet().retainAll(ids);
    for (Kept plan : decided) {
      if (!told.contains(plan.id()) && tells(plan)) {
        told.add(plan.id());
      }
    }
  }

  /** A stack whose records cannot be read keeps no other waiting. */
  private boolean tells(Kept plan) {
    try {
      Optional<Release> release = records.releases().ofPlan(plan.stack(), plan.id());
      if (!isOver(plan, release)) {
        return false;
      }
      alerts.late(plan, release);
      return true;
    } catch (RecordData.UnreadableRecordException e) {
      LOG.log(Level.FINE, "not told: {0}", e.getMessage());
      return false;
    }
  }

  private boolean isOver(Kept plan, Optional<Release> release) {
    if (release.isPresent()) {
      return !release.get().state().inFlight();
    }
    return switch (plan.found()) {
      case Found.Expired _ -> true;
      case Found.Taken(var decision, _) ->
          decision == WaitingPlans.Decision.REJECTED || isLeft(plan);
      case Found.Here _, Found.Unknown _ -> false;
    };
  }

  /** What is approved and has no release yet may wait its turn, in a bot or at a terminal. */
  private boolean isLeft(Kept plan) {
    if (records.locks().holder(plan.stack()).isPresent()) {
      notBegun.remove(plan.id());
      return false;
    }
    Instant before = clock.instant().minus(quiet);
    Instant since = notBegun.computeIfAbsent(plan.id(), _ -> clock.instant());
    return !since.isAfter(before) && nobodyWorksSince(before);
  }

  private boolean nobodyWorksSince(Instant time) {
    return records.claims().all().stream()
        .noneMatch(claim -> claim.result().isEmpty() && claim.alive().isAfter(time));
  }
}
