package skep.deploy.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.swarm.SwarmConfig;
import skep.deploy.swarm.SwarmSecret;
import skep.secrets.repository.CommitId;

/** Whether a plan still fits the world it is to be applied to. */
public sealed interface PlanStaleness {
  /** Nothing it rests on moved. */
  record Fresh() implements PlanStaleness {}

  /** What moved, a sentence each: plan again. */
  record Stale(List<String> moved) implements PlanStaleness {
    public Stale {
      moved = List.copyOf(moved);
    }
  }

  /**
   * @param commit the newest commit of what the plan was made from; the plan's own for a rollback
   * @param policy fingerprint of the policy as it is now
   */
  static PlanStaleness of(
      Plan plan, ActualStack actual, CommitId commit, String policy, Instant now) {
    var moved = new ArrayList<String>();
    if (now.isAfter(plan.expires())) {
      moved.add("the plan expired at " + plan.expires());
    }
    if (!plan.swarmId().equals(actual.swarm().swarmId())) {
      moved.add("it was made for another Swarm");
      return new Stale(moved);
    }
    if (!plan.commit().equals(commit)) {
      moved.add("the estate moved from commit %s to %s".formatted(plan.commit(), commit));
    }
    if (!plan.policy().equals(policy)) {
      moved.add("the rules of who may deploy what changed");
    }
    compare(plan, present(plan, actual), moved);
    return moved.isEmpty() ? new Fresh() : new Stale(moved);
  }

  private static Map<String, Long> present(Plan plan, ActualStack actual) {
    Map<String, Long> present = new TreeMap<>(actual.versions());
    plan.options()
        .service()
        .ifPresent(
            asked -> present.keySet().removeIf(key -> Base.isOther(plan.stack(), asked, key)));
    Map<String, Long> others =
        actual.secrets().stream()
            .collect(
                Collectors.toMap(one -> "secret/" + one.name(), SwarmSecret::version, (a, b) -> a));
    others.putAll(
        actual.configs().stream()
            .collect(
                Collectors.toMap(
                    one -> "config/" + one.name(), SwarmConfig::version, (a, b) -> a)));
    plan.base().keySet().stream()
        .filter(others::containsKey)
        .forEach(key -> present.put(key, others.get(key)));
    return present;
  }

  private static void compare(Plan plan, Map<String, Long> present, List<String> moved) {
    var keys = new TreeSet<>(plan.base().keySet());
    keys.addAll(present.keySet());
    for (String key : keys) {
      String what = "the " + key.replaceFirst("/", " ");
      if (!present.containsKey(key)) {
        moved.add(what + " was removed");
      } else if (!plan.base().containsKey(key)) {
        moved.add(what + " appeared");
      } else if (!plan.base().get(key).equals(present.get(key))) {
        moved.add(what + " was changed");
      }
    }
  }
}
