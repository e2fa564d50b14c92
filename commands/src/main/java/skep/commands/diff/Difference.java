package skep.commands.diff;

import java.util.function.UnaryOperator;
import skep.commands.chat.Quoted;
import skep.deploy.plan.Plan.Field;

/**
 * One field's change on one line. Of two long values only what is the same in both is left out:
 * whoever approves a change has seen all of it.
 */
record Difference(String from, String to) {
  /** How much of what is the same stays, to say where the change is. */
  private static final int CONTEXT = 30;

  private static final int SHORT = 160;

  /**
   * @param redaction of a whole value: of a part nobody could tell that it is from a secret
   */
  static String of(Field field, UnaryOperator<String> redaction) {
    return of(new Field(field.path(), field.from().map(redaction), field.to().map(redaction)));
  }

  static String of(Field field) {
    if (field.from().isEmpty() || field.to().isEmpty()) {
      return "%s: %s → %s"
          .formatted(
              field.path(),
              field.from().map(Difference::shortened).orElse("(none)"),
              field.to().map(Difference::shortened).orElse("(none)"));
    }
    Difference raw = new Difference(field.from().get(), field.to().get());
    Difference brief = new Difference(shortened(raw.from()), shortened(raw.to()));
    Difference shown = (brief.from().equals(brief.to()) ? raw : brief).apart();
    return "%s: %s → %s".formatted(field.path(), shown.from(), shown.to());
  }

  /** Digests to what people compare. */
  private static String shortened(String value) {
    return Quoted.line(value.replaceAll("@sha256:([0-9a-f]{12})[0-9a-f]+", "@$1"));
  }

  private Difference apart() {
    if (from.length() <= SHORT && to.length() <= SHORT) {
      return this;
    }
    int most = Math.min(from.length(), to.length());
    int before = 0;
    while (before < most && from.charAt(before) == to.charAt(before)) {
      before++;
    }
    int after = 0;
    while (after < most - before
        && from.charAt(from.length() - 1 - after) == to.charAt(to.length() - 1 - after)) {
      after++;
    }
    int start = Math.max(0, before - CONTEXT);
    int end = Math.max(0, after - CONTEXT);
    return new Difference(middle(from, start, end), middle(to, start, end));
  }

  private static String middle(String value, int start, int end) {
    int from = start > 0 && Character.isLowSurrogate(value.charAt(start)) ? start - 1 : start;
    int cut = value.length() - end;
    int to = end > 0 && Character.isLowSurrogate(value.charAt(cut)) ? cut + 1 : cut;
    return (from > 0 ? "…" : "") + value.substring(from, to) + (to < value.length() ? "…" : "");
  }
}
