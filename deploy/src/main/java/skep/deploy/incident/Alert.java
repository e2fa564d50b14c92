package skep.deploy.incident;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import skep.deploy.estate.AccessPolicy.Capability;

/**
 * Something that is wrong now, as whoever found it says it. What is too long is cut.
 *
 * @param key what it is about, the same each time it is found: {@code backup late core node-2}
 * @param right whoever may do this may say what is done about it
 * @param subject what is wrong, half a sentence on one line in Skep's own words; what others wrote
 *     in it is quoted
 * @param evidence lines, shown as they are
 * @param next what to type; empty where there is nothing
 * @param background what helps whoever reads it, as it was when this was found first: lines in
 *     Skep's own words
 */
public record Alert(
    String key,
    Capability right,
    Severity severity,
    String subject,
    List<String> evidence,
    String next,
    List<String> background) {
  /** Together they fit in a label of a record, and in a message. */
  private static final int LONGEST = 200;

  private static final int MOST_LINES = 8;

  /** Of one line that has a link in it. */
  private static final int LONGEST_LINE = 500;

  /** How bad it is. */
  public enum Severity {
    /** Something is lost, or would be if it were needed now. */
    CRITICAL,
    /** Not yet, but it is on its way there. */
    WARNING;

    /** {@code warning}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Alert {
    if (key.isBlank() || key.length() > LONGEST) {
      throw new IllegalArgumentException(
          "an alert is about something that has 1 to " + LONGEST + " characters: '" + key + "'");
    }
    if (subject.isBlank()) {
      throw new IllegalArgumentException("the alert '" + key + "' does not say what is wrong");
    }
    subject = cut(subject);
    evidence =
        evidence.stream()
            .filter(line -> !line.isBlank())
            .limit(MOST_LINES)
            .map(Alert::cut)
            .toList();
    next = cut(next);
    background =
        background.stream()
            .filter(line -> !line.isBlank() && line.length() <= LONGEST_LINE)
            .limit(MOST_LINES)
            .toList();
  }

  public Alert(
      String key,
      Capability right,
      Severity severity,
      String subject,
      List<String> evidence,
      String next) {
    this(key, right, severity, subject, evidence, next, List.of());
  }

  public Alert withBackground(List<String> lines) {
    return new Alert(key, right, severity, subject, evidence, next, lines);
  }

  /** The same without what must not be shown. */
  public Alert redacted(UnaryOperator<String> redaction) {
    return new Alert(
        key,
        right,
        severity,
        redaction.apply(subject),
        evidence.stream().map(redaction).toList(),
        redaction.apply(next),
        background.stream().map(redaction).toList());
  }

  static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
  }
}
