package skep.deploy.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import skep.deploy.plan.Plan.Drift;
import skep.deploy.plan.spec.Names;
import skep.deploy.plan.spec.ServiceFields;
import skep.deploy.release.Release;
import skep.deploy.swarm.SwarmService;

/** Finds what somebody changed past Skep: what runs, against what the last release put there. */
final class Drifts {
  private Drifts() {}

  static List<Drift> between(
      Release last, Map<String, SwarmService> now, Names names, Predicate<String> asked) {
    var drifts = new ArrayList<Drift>();
    new TreeMap<>(last.services())
        .forEach((name, recorded) -> {
          if (!asked.test(name)) {
            return;
          }
          if (!now.containsKey(name)) {
            drifts.add(drift(name, List.of(), "was removed past Skep"));
          } else {
            changed(name, recorded, now.get(name), names, drifts);
          }
        });
    now.keySet().stream()
        .filter(name -> asked.test(name) && !last.services().containsKey(name))
        .forEach(name -> drifts.add(drift(name, List.of(), "was added past Skep")));
    return drifts;
  }

  private static void changed(
      String name, ObjectNode recorded, SwarmService now, Names names, List<Drift> drifts) {
    List<Plan.Field> fields =
        FieldDiff.between(ServiceFields.of(recorded, names), ServiceFields.of(now.spec(), names));
    if (!fields.isEmpty()) {
      String what = fields.stream().map(Plan.Field::path).collect(Collectors.joining(", "));
      drifts.add(drift(name, fields, "was changed past Skep: " + what));
    }
  }

  private static Drift drift(String name, List<Plan.Field> fields, String summary) {
    return new Drift(Plan.ObjectKind.SERVICE, name, fields, summary);
  }
}
