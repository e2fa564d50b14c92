package skep.commands.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import skep.commands.chat.Quoted;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Drift;
import skep.deploy.swarm.SwarmInfo;

/** A plan in words: Rocket.Chat's Markdown, without tables, what changes in one code block. */
public final class DiffText {
  /** What is said when nothing differs; programs and people look for exactly this. */
  public static final String NO_CHANGES = "no changes";

  /** How many services one piece of advice names before it counts the rest. */
  private static final int NAMED = 3;

  private DiffText() {}

  /**
   * The whole plan.
   *
   * @param redaction takes known secret values out of a text
   */
  public static String full(Plan plan, SwarmInfo swarm, UnaryOperator<String> redaction) {
    List<String> lines = new ArrayList<>();
    lines.add(heading(plan, swarm));
    block(lines, changes(plan, redaction));
    adopted(lines, plan);
    drift(lines, plan, redaction);
    risks(lines, plan);
    block(lines, ":bulb: Advice", advice(plan));
    block(lines, ":warning: Warnings", plan.warnings());
    return String.join("\n", lines);
  }

  /** {@code web: 1 to create, 2 to update · drift in 1}. */
  public static String brief(Plan plan) {
    String counts = plan.isEmpty() ? NO_CHANGES : counts(plan);
    String drift = plan.drift().isEmpty() ? "" : " · drift in " + plan.drift().size();
    return "*%s*: %s%s".formatted(plan.stack(), counts, drift);
  }

  private static String heading(Plan plan, SwarmInfo swarm) {
    return "%s (commit `%s`, %s)".formatted(brief(plan), plan.commit().brief(), engine(swarm));
  }

  /** Which engine this is about; a simulated one is never passed over in silence. */
  public static String engine(SwarmInfo swarm) {
    return swarm.simulated() ? swarm.engine() + ", nothing real changes" : swarm.engine();
  }

  private static String counts(Plan plan) {
    List<String> counts = new ArrayList<>();
    count(counts, plan, Change.Action.CREATE, "to create");
    count(counts, plan, Change.Action.UPDATE, "to update");
    count(counts, plan, Change.Action.REMOVE, "to remove");
    return String.join(", ", counts);
  }

  private static void count(List<String> counts, Plan plan, Change.Action action, String word) {
    long n = plan.changes().stream().filter(change -> change.action() == action).count();
    if (n > 0) {
      counts.add(n + " " + word);
    }
  }

  private static List<String> changes(Plan plan, UnaryOperator<String> redaction) {
    List<String> lines = new ArrayList<>();
    for (Change change : plan.changes()) {
      if (change.action().changesTheSwarm()) {
        lines.add(line(change));
        change.fields().forEach(field -> lines.add("    " + Difference.of(field, redaction)));
      }
    }
    return lines;
  }

  private static String line(Change change) {
    String effect =
        change.effect().map(e -> e.summary().isEmpty() ? "" : "   " + e.summary()).orElse("");
    return sign(change.action()) + " " + change.kind().word() + " " + change.name() + effect;
  }

  private static String sign(Change.Action action) {
    return switch (action) {
      case CREATE -> "+";
      case UPDATE -> "~";
      case REMOVE -> "-";
      case ADOPT -> "=";
      case NONE -> " ";
    };
  }

  private static void adopted(List<String> lines, Plan plan) {
    List<String> names =
        plan.changes().stream()
            .filter(change -> change.action() == Change.Action.ADOPT)
            .map(change -> change.kind().word() + " " + change.name())
            .toList();
    if (!names.isEmpty()) {
      lines.add("adopt, as the Docker CLI made them: " + Quoted.code(String.join(", ", names)));
    }
  }

  private static void drift(List<String> lines, Plan plan, UnaryOperator<String> redaction) {
    if (plan.drift().isEmpty()) {
      return;
    }
    lines.add("Drift: changed past Skep since the last release");
    List<String> drifted = new ArrayList<>();
    for (Drift drift : plan.drift()) {
      drifted.add("! %s %s   %s".formatted(drift.kind().word(), drift.name(), drift.summary()));
      drift.fields().forEach(field -> drifted.add("    " + Difference.of(field, redaction)));
    }
    block(lines, drifted);
  }

  private static void risks(List<String> lines, Plan plan) {
    List<String> risks = new ArrayList<>();
    for (Change change : plan.changes()) {
      change
          .effect()
          .ifPresent(
              effect -> effect.risks().forEach(risk -> risks.add(change.name() + ": " + risk)));
    }
    block(lines, ":warning: What could be lost", risks);
  }

  /** What holds for many services is said once, or a hundred lines hide the one that matters. */
  private static List<String> advice(Plan plan) {
    var services = new LinkedHashMap<String, List<String>>();
    for (Plan.Lint lint : plan.lints()) {
      services.computeIfAbsent(lint.advice(), _ -> new ArrayList<>()).add(lint.service());
    }
    return services.entrySet().stream()
        .map(entry -> named(entry.getValue()) + ": " + entry.getKey())
        .toList();
  }

  private static String named(List<String> services) {
    int more = services.size() - NAMED;
    return more <= 1
        ? String.join(", ", services)
        : String.join(", ", services.subList(0, NAMED)) + " and " + more + " more";
  }

  private static void block(List<String> lines, String heading, List<String> inside) {
    if (!inside.isEmpty()) {
      lines.add(heading);
      block(lines, inside);
    }
  }

  private static void block(List<String> lines, List<String> inside) {
    if (!inside.isEmpty()) {
      lines.add(Quoted.block(inside));
    }
  }
}
