package skep.commands.diff;

import java.util.ArrayList;
import java.util.List;
import skep.deploy.plan.Plan;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Drift;
import skep.deploy.plan.Plan.Field;
import skep.deploy.plan.Plan.Lint;
import skep.deploy.swarm.SwarmInfo;

/** A plan in words: Rocket.Chat's Markdown, without tables, what changes in one code block. */
public final class DiffText {
  /** What is said when nothing differs; programs and people look for exactly this. */
  public static final String NO_CHANGES = "no changes";

  private static final int LONGEST_VALUE = 160;
  private static final int MOST_LINES = 120;

  private DiffText() {}

  /** The whole plan. */
  public static String full(Plan plan, SwarmInfo swarm) {
    List<String> lines = new ArrayList<>();
    lines.add(heading(plan, swarm));
    block(lines, changes(plan));
    adopted(lines, plan);
    drift(lines, plan);
    risks(lines, plan);
    for (Lint lint : plan.lints()) {
      lines.add("• advice, %s: %s".formatted(lint.service(), lint.advice()));
    }
    plan.warnings().forEach(warning -> lines.add("• warning: " + warning));
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

  private static List<String> changes(Plan plan) {
    List<String> lines = new ArrayList<>();
    for (Change change : plan.changes()) {
      if (change.action().changesTheSwarm()) {
        lines.add(line(change));
        change.fields().forEach(field -> lines.add("    " + line(field)));
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

  private static String line(Field field) {
    return field.path()
        + ": "
        + field.from().map(DiffText::value).orElse("(none)")
        + " → "
        + field.to().map(DiffText::value).orElse("(none)");
  }

  /** On one line, and not so long that it hides the others. */
  private static String value(String value) {
    String shown = value.replace("\n", "⏎").replaceAll("@sha256:([0-9a-f]{12})[0-9a-f]+", "@$1");
    return shown.length() <= LONGEST_VALUE ? shown : shown.substring(0, LONGEST_VALUE) + "…";
  }

  private static void adopted(List<String> lines, Plan plan) {
    List<String> names =
        plan.changes().stream()
            .filter(change -> change.action() == Change.Action.ADOPT)
            .map(change -> change.kind().word() + " " + change.name())
            .toList();
    if (!names.isEmpty()) {
      lines.add("adopt, as the Docker CLI made them: " + String.join(", ", names));
    }
  }

  private static void drift(List<String> lines, Plan plan) {
    if (plan.drift().isEmpty()) {
      return;
    }
    lines.add("Drift: changed past Skep since the last release");
    List<String> drifted = new ArrayList<>();
    for (Drift drift : plan.drift()) {
      drifted.add("! %s %s   %s".formatted(drift.kind().word(), drift.name(), drift.summary()));
      drift.fields().forEach(field -> drifted.add("    " + line(field)));
    }
    block(lines, drifted);
  }

  private static void risks(List<String> lines, Plan plan) {
    for (Change change : plan.changes()) {
      change
          .effect()
          .ifPresent(effect ->
              effect
                  .risks()
                  .forEach(risk -> lines.add("• :warning: " + change.name() + ": " + risk)));
    }
  }

  private static void block(List<String> lines, List<String> inside) {
    if (inside.isEmpty()) {
      return;
    }
    lines.add("```");
    inside.stream()
        .limit(MOST_LINES)
        // A fence inside would end the block and let a value pose as Skep's own words.
        .map(line -> line.replace("```", "'''"))
        .forEach(lines::add);
    if (inside.size() > MOST_LINES) {
      lines.add("… and %d lines more".formatted(inside.size() - MOST_LINES));
    }
    lines.add("```");
  }
}
