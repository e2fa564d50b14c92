package skep.deploy.stack.node;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.deploy.yaml.Mark;

/** Plain dates and times, which go-yaml v3 takes for moments and the CLI prints in full. */
final class Moments {
  private static final Pattern MOMENT =
      Pattern.compile(
          "(\\d{4})-(\\d{1,2})-(\\d{1,2})"
              + "(?:(?:[Tt]| +)(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(\\.\\d+)?Z?)?");

  private Moments() {}

  static Optional<Node> read(Mark mark, String text) {
    Matcher moment = MOMENT.matcher(text);
    if (!moment.matches()) {
      return Optional.empty();
    }
    int month = number(moment, 2);
    int day = number(moment, 3);
    if (month < 1 || month > 12 || day < 1 || day > 31) {
      return Optional.empty();
    }
    String fraction =
        moment.group(7) == null ? "" : moment.group(7).replaceAll("0+$", "").replaceAll("\\.$", "");
    return Optional.of(
        new Node.Moment(
            mark,
            "%s-%02d-%02d %02d:%02d:%02d%s +0000 UTC"
                .formatted(
                    moment.group(1),
                    month,
                    day,
                    number(moment, 4),
                    number(moment, 5),
                    number(moment, 6),
                    fraction)));
  }

  private static int number(Matcher moment, int group) {
    return moment.group(group) == null ? 0 : Integer.parseInt(moment.group(group));
  }
}
