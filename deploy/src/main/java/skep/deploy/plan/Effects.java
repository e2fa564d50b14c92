package skep.deploy.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skep.deploy.plan.Plan.Effect;
import skep.deploy.plan.Plan.Field;
import skep.deploy.plan.spec.ServiceFields;
import skep.deploy.plan.spec.ServiceShape;

/** Foretells what a change does to the tasks that run now. */
final class Effects {
  private final long nodes;

  /** {@code nodes}: how many take tasks; what a global service has tasks on. */
  Effects(long nodes) {
    this.nodes = nodes;
  }

  Effect creating(JsonNode spec) {
    ServiceShape shape = ServiceShape.of(spec);
    String tasks = tasks(count(shape));
    String summary = shape.mode().isJob() ? "the job runs: " + tasks : "starts " + tasks;
    return new Effect(0, false, List.of(), summary);
  }

  Effect removing(JsonNode spec) {
    ServiceShape shape = ServiceShape.of(spec);
    var risks = new ArrayList<String>();
    for (JsonNode mount : shape.container().path("Mounts")) {
      if (isVolume(mount)) {
        risks.add("nothing uses %s any more; the volume itself stays".formatted(describe(mount)));
      }
    }
    return new Effect(0, count(shape) > 0, risks, "stops " + tasks(count(shape)) + " for good");
  }

  Effect updating(JsonNode before, JsonNode after, List<Field> fields) {
    ServiceShape old = ServiceShape.of(before);
    ServiceShape shape = ServiceShape.of(after);
    List<String> risks = risks(old, shape, fields);
    if (shape.mode().isJob()) {
      return rerunning(shape, risks);
    }
    long kept = Math.min(count(old), count(shape));
    String scaling = scaling(count(old), count(shape));
    if (kept == 0
        || fields.stream().noneMatch(field -> ServiceFields.replacesTasks(field.path()))) {
      boolean gone = count(shape) == 0 && count(old) > 0;
      return new Effect(0, gone, risks, scaling.isEmpty() ? "restarts nothing" : scaling);
    }
    boolean downtime = isDown(shape, kept);
    return new Effect(
        Math.toIntExact(kept), downtime, risks, rolling(shape, kept, downtime, scaling));
  }

  /** swarmkit starts a new iteration on every update of a job, whatever changed in it. */
  private Effect rerunning(ServiceShape shape, List<String> risks) {
    var all = new ArrayList<>(risks);
    all.add("should the deployment fail, the way back runs the job once more, as it was before");
    return new Effect(0, false, all, "the job runs again: " + tasks(count(shape)));
  }

  private String rolling(ServiceShape shape, long restarts, boolean downtime, String scaling) {
    boolean all = shape.parallelism() == 0 || shape.parallelism() >= restarts;
    String pace =
        restarts == 1
            ? ""
            : all ? ", all at once" : ", %d at a time".formatted(shape.parallelism());
    return "restarts "
        + tasks(restarts)
        + pace
        + (shape.startFirst() ? ", start-first" : ", stop-first")
        + (downtime ? ", down meanwhile" : "")
        + (scaling.isEmpty() ? "" : "; " + scaling);
  }

  /** Start-first needs the old task's host port or, where every node is used up, cannot place. */
  private static boolean isDown(ServiceShape shape, long restarts) {
    return !shape.startFirst() && (shape.parallelism() == 0 || shape.parallelism() >= restarts);
  }

  private static String scaling(long from, long to) {
    if (from == to) {
      return "";
    }
    return to > from ? "starts " + tasks(to - from) + " more" : "stops " + tasks(from - to);
  }

  private static List<String> risks(ServiceShape old, ServiceShape shape, List<Field> fields) {
    var risks = new ArrayList<String>();
    for (JsonNode mount : old.container().path("Mounts")) {
      Optional<JsonNode> now = mountAt(shape, mount.path("Target").asText());
      if (now.isEmpty() || !source(now.get()).equals(source(mount))) {
        risks.add(lost(mount, now));
      }
    }
    boolean replaced = fields.stream().anyMatch(field -> ServiceFields.replacesTasks(field.path()));
    for (JsonNode mount : shape.container().path("Mounts")) {
      if (replaced && isVolume(mount) && mount.path("Source").asText().isEmpty()) {
        risks.add(
            "%s has no name: every new task starts with an empty one".formatted(describe(mount)));
      }
    }
    if (replaced && shape.startFirst() && shape.published().anyMatch(ServiceShape.Port::host)) {
      risks.add("start-first with a host-mode port: a new task cannot start beside the old one");
    }
    return risks;
  }

  private static String lost(JsonNode mount, Optional<JsonNode> now) {
    String data =
        switch (mount.path("Type").asText()) {
          case "tmpfs" -> "its content, which was in memory, is gone";
          case "volume" -> "the data stays in the old volume, tasks no longer see it";
          default -> "the files stay where they are, tasks no longer see them";
        };
    return now.map(
            other -> "%s is replaced by %s: %s".formatted(describe(mount), describe(other), data))
        .orElseGet(() -> "%s is removed: %s".formatted(describe(mount), data));
  }

  private static Optional<JsonNode> mountAt(ServiceShape shape, String target) {
    return shape
        .container()
        .path("Mounts")
        .valueStream()
        .filter(mount -> target.equals(mount.path("Target").asText()))
        .findFirst();
  }

  private static String source(JsonNode mount) {
    return mount.path("Type").asText() + " " + mount.path("Source").asText();
  }

  private static boolean isVolume(JsonNode mount) {
    return mount.path("Type").asText().equals("volume");
  }

  private static String describe(JsonNode mount) {
    return "%s at %s".formatted(source(mount).strip(), mount.path("Target").asText());
  }

  private long count(ServiceShape shape) {
    return shape.mode().isGlobal() ? nodes : shape.replicas();
  }

  private static String tasks(long count) {
    return count == 1 ? "1 task" : count + " tasks";
  }
}
