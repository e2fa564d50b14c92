package skep.secrets.redaction;

import java.util.Arrays;
import java.util.Set;

/**
 * What may stand before a line's own text: quote marks, a comment's or a diff's sign, a service's
 * name and a bar, a time with what a log tells behind it, a line number. What it really is nobody
 * knows: every place where the text may begin is told.
 */
final class LineStart {
  private static final int WIDEST = 200;
  private static final int SIGNS = 16;

  /** A logger, a thread, a process: words between a log line's time and its text. */
  private static final int WORDS = 5;

  private static final Set<String> LEVELS =
      Set.of("TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "SEVERE", "FATAL");

  private static final String MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";

  private final String text;
  private final int last;
  private int[] places = new int[8];
  private int count;
  private int signs;
  private int words;

  private LineStart(String text, int from) {
    this.text = text;
    this.last = Math.min(text.length(), from + WIDEST);
  }

  /**
   * @param from the first character of a line that is no blank
   * @return in order, this place first
   */
  static int[] places(String text, int from) {
    LineStart start = new LineStart(text, from);
    start.add(from);
    int at = from;
    int next = start.next(at);
    while (next > at) {
      start.add(next);
      at = LineBreaks.blanks(text, next);
      if (at > next) {
        start.add(at);
      }
      next = start.next(at);
    }
    return Arrays.copyOf(start.places, start.count);
  }

  private void add(int place) {
    if (count == places.length) {
      places = Arrays.copyOf(places, count * 2);
    }
    places[count++] = place;
  }

  /** The end of one more thing that is not the text; the same place where there is none. */
  private int next(int at) {
    if (at >= last) {
      return at;
    }
    char c = text.charAt(at);
    if (text.startsWith("\\t", at)) {
      return at + 2;
    }
    if (">|#*+-:;/!=\\│┃".indexOf(c) >= 0) {
      return signs++ < SIGNS ? at + 1 : at;
    }
    if (c == '[') {
      int end = text.indexOf(']', at, last);
      return end < 0 ? at : end + 1;
    }
    int end = word(at);
    int known = known(at, end);
    return known > at ? known : afterBar(at, end);
  }

  private int afterBar(int at, int end) {
    int bar = LineBreaks.blanks(text, end);
    return bar < last && text.charAt(bar) == '|' ? bar + 1 : at;
  }

  private int known(int at, int end) {
    if ((words > 0 && words < WORDS) || isTime(at, end) || isLevel(at, end)) {
      words++;
      return end;
    }
    return Character.isDigit(text.charAt(at)) ? number(at, end) : fileAndLine(at, end);
  }

  /** As {@code grep -n} and {@code cat -n} number them. */
  private int number(int at, int end) {
    int behind = digits(at, end);
    return behind == end || ":-|.)".indexOf(text.charAt(behind)) >= 0 ? behind : at;
  }

  private int fileAndLine(int at, int end) {
    int colon = text.indexOf(':', at, end);
    if (colon < 0) {
      return at;
    }
    int behind = digits(colon + 1, end);
    return behind > colon + 1 && behind < end && text.charAt(behind) == ':' ? behind + 1 : at;
  }

  private int digits(int from, int end) {
    int at = from;
    while (at < end && Character.isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private boolean isTime(int at, int end) {
    if (!Character.isDigit(text.charAt(at))) {
      return end == at + 3
          && MONTHS.contains(text.substring(at, end))
          && isDigit(LineBreaks.blanks(text, end));
    }
    return end - at >= 8
        && text.substring(at, end).indexOf(':') > 0
        && text.substring(at, end)
            .chars()
            .allMatch(c -> Character.isDigit(c) || "-:.,+TZ/".indexOf(c) >= 0);
  }

  private boolean isDigit(int at) {
    return at < last && Character.isDigit(text.charAt(at));
  }

  private boolean isLevel(int at, int end) {
    int behind = at;
    while (behind < end && Character.isUpperCase(text.charAt(behind))) {
      behind++;
    }
    return behind - at > 3 && end - behind < 2 && LEVELS.contains(text.substring(at, behind));
  }

  private int word(int from) {
    int at = from;
    while (at < last
        && !Symbols.isBlank(text.charAt(at))
        && !Symbols.isBreak(text.charAt(at))
        && text.charAt(at) != '|') {
      at++;
    }
    return at;
  }
}
