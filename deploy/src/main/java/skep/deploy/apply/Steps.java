package skep.deploy.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.ObjectKind;

/**
 * A plan's changes in the order they are done: waves, the steps of one wave at the same time. What
 * is removed goes last, once the rest is verified, so that the way back stays open; only a service
 * that occupies a port another one needs goes first.
 *
 * @param forward up to verification
 * @param after once verified: removals
 */
record Steps(List<List<Step>> forward, List<List<Step>> after) {

  /** The same plan and the same state give the same numbers: the journal relies on it. */
  static Steps of(Plan plan, Map<String, ObjectNode> before) {
    var waves = new Waves();
    List<Change> changes =
        plan.changes().stream().filter(change -> change.action().changesTheSwarm()).toList();
    Set<String> wantedPorts = new HashSet<>();
    changes.stream()
        .filter(Steps::isService)
        .forEach(change -> change.spec().ifPresent(spec -> wantedPorts.addAll(ports(spec))));
    Predicate<Change> inTheWay =
        change ->
            isService(change)
                && removes(change)
                && before.containsKey(change.name())
                && ports(before.get(change.name())).stream().anyMatch(wantedPorts::contains);

    waves.add(changes, inTheWay);
    waves.add(changes, change -> !removes(change) && change.kind() == ObjectKind.NETWORK);
    waves.add(changes, change -> !removes(change) && isContent(change));
    Map<String, Integer> levels = levels(changes);
    levels.values().stream()
        .distinct()
        .sorted()
        .forEach(level ->
            waves.add(
                changes,
                change ->
                    isService(change)
                        && !removes(change)
                        && levels.get(change.name()).equals(level)));
    List<List<Step>> forward = waves.take();
    waves.add(changes, change -> isService(change) && removes(change) && !inTheWay.test(change));
    waves.add(changes, change -> removes(change) && change.kind() == ObjectKind.NETWORK);
    waves.add(changes, change -> removes(change) && isContent(change));
    return new Steps(forward, waves.take());
  }

  List<Step> all() {
    var all = new ArrayList<Step>();
    forward.forEach(all::addAll);
    after.forEach(all::addAll);
    return List.copyOf(all);
  }

  List<Step> services() {
    return all().stream().filter(Step::isService).toList();
  }

  private static boolean isService(Change change) {
    return change.kind() == ObjectKind.SERVICE;
  }

  private static boolean isContent(Change change) {
    return change.kind() == ObjectKind.SECRET || change.kind() == ObjectKind.CONFIG;
  }

  private static boolean removes(Change change) {
    return change.action() == Change.Action.REMOVE;
  }

  private static Set<String> ports(JsonNode spec) {
    var ports = new HashSet<String>();
    for (JsonNode port : spec.path("EndpointSpec").path("Ports")) {
      int published = port.path("PublishedPort").asInt();
      if (published > 0) {
        ports.add(published + "/" + port.path("Protocol").asText("tcp"));
      }
    }
    return ports;
  }

  /** How many others each changed service has to wait for, at most; a circle counts as none. */
  private static Map<String, Integer> levels(List<Change> changes) {
    var byName = new TreeMap<String, Change>();
    changes.stream()
        .filter(change -> isService(change) && !removes(change))
        .forEach(change -> byName.put(change.name(), change));
    var levels = new HashMap<String, Integer>();
    byName.keySet().forEach(name -> level(name, byName, levels, new HashSet<>()));
    return levels;
  }

  private static int level(
      String name, Map<String, Change> byName, Map<String, Integer> levels, Set<String> above) {
    if (!byName.containsKey(name) || !above.add(name)) {
      return -1;
    }
    int level =
        byName.get(name).dependsOn().stream()
            .mapToInt(on -> level(on, byName, levels, above) + 1)
            .max()
            .orElse(0);
    above.remove(name);
    levels.merge(name, level, Math::max);
    return level;
  }

  /** Numbers steps as they are put into waves. */
  private static final class Waves {
    private List<List<Step>> waves = new ArrayList<>();
    private int next;

    void add(List<Change> changes, Predicate<Change> which) {
      List<Step> wave = new ArrayList<>();
      changes.stream().filter(which).forEach(change -> wave.add(new Step(next++, change)));
      if (!wave.isEmpty()) {
        waves.add(List.copyOf(wave));
      }
    }

    List<List<Step>> take() {
      List<List<Step>> taken = List.copyOf(waves);
      waves = new ArrayList<>();
      return taken;
    }
  }
}
