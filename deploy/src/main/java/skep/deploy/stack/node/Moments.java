package skep.deploy.stack.node;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.deploy.yaml.Mark;

/** Plain dates and times, which go-yaml v3 takes for moments and the CLI prints in full. */
final class Moments {
  /** With a {@code T} there must be a zone, with a space there is none. */
  private static final Pattern MOMENT =
      Pattern.compile(
          "(?<year>\\d{4})-(?<month>\\d{1,2})-(?<day>\\d{1,2})"
              + "(?:[Tt](?<time>\\d{1,2}:\\d{1,2}:\\d{1,2}(?:\\.\\d{1,30})?)(?<zone>Z|[+-]\\d{2}:\\d{2})"
              + "| +(?<plain>\\d{1,2}:\\d{1,2}:\\d{1,2}(?:\\.\\d{1,30})?))?");

  private static final int NANO_DIGITS = 9;

  private Moments() {}

  static Optional<Node> read(Mark mark, String text) {
    Matcher moment = MOMENT.matcher(text);
    if (!moment.matches()) {
      return Optional.empty();
    }
    String time = given(moment, "time") + given(moment, "plain");
    String[] parts = (time.isEmpty() ? "0:0:0" : time).split("[:.]");
    try {
      LocalDateTime when =
          LocalDateTime.of(
              Integer.parseInt(moment.group("year")),
              Integer.parseInt(moment.group("month")),
              Integer.parseInt(moment.group("day")),
              Integer.parseInt(parts[0]),
              Integer.parseInt(parts[1]),
              Integer.parseInt(parts[2]));
      String printed =
          "%s %02d:%02d:%02d%s %s"
              .formatted(
                  when.toLocalDate(),
                  when.getHour(),
                  when.getMinute(),
                  when.getSecond(),
                  parts.length > 3 ? fraction(parts[3]) : "",
                  zone(given(moment, "zone")));
      return Optional.of(new Node.Printed(mark, printed));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }

  private static String fraction(String digits) {
    String known =
        digits.substring(0, Math.min(digits.length(), NANO_DIGITS)).replaceAll("0+$", "");
    return known.isEmpty() ? "" : "." + known;
  }

  /** Go prints the offset twice where it has no name for it. */
  private static String zone(String written) {
    String offset = written.replace(":", "");
    return offset.isEmpty() || offset.equals("Z") || offset.endsWith("0000")
        ? "+0000 UTC"
        : offset + " " + offset;
  }

  private static String given(Matcher moment, String group) {
    return moment.group(group) == null ? "" : moment.group(group);
  }
}
