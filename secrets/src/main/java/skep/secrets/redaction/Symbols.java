package skep.secrets.redaction;

import java.util.Set;
import java.util.TreeSet;

/**
 * What counts as the same character when values are looked for: any blank is a blank, and a back
 * quote may be shown as a quote in chat. Where a value itself has a line break, printing may have
 * left nothing, a blank, or a blank for each character of whitespace.
 */
final class Symbols {
  /** Stands in no pattern and is no symbol of any text. */
  static final char NONE = '\uFFFF';

  private Symbols() {}

  static char of(char c) {
    if (c > ' ' && c < 0x7F) {
      return c == '`' ? '\'' : c;
    }
    return isBreak(c) ? '\n' : isBlank(c) ? ' ' : c == NONE ? '\uFFFD' : c;
  }

  static boolean isBreak(char c) {
    return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }

  /** Within a line. */
  static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || (!isBreak(c) && isSpace(c));
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** The patterns a form of a value is found by, without line breaks. */
  static Set<String> patterns(String form) {
    if (form.chars().allMatch(c -> of((char) c) == c && c > ' ')) {
      return form.length() < Redaction.SHORTEST ? Set.of() : Set.of(form);
    }
    StringBuilder joined = new StringBuilder(form.length());
    StringBuilder blank = new StringBuilder(form.length());
    StringBuilder flat = new StringBuilder(form.length());
    int at = 0;
    while (at < form.length()) {
      int end = at;
      while (end < form.length() && isSpaceOrBreak(form.charAt(end))) {
        end++;
      }
      if (end == at) {
        char symbol = of(form.charAt(at++));
        joined.append(symbol);
        blank.append(symbol);
        flat.append(symbol);
      } else {
        boolean breaks = form.substring(at, end).chars().anyMatch(c -> isBreak((char) c));
        joined.append(breaks ? "" : " ".repeat(end - at));
        blank.append(breaks ? " " : " ".repeat(end - at));
        flat.append(" ".repeat(end - at));
        at = end;
      }
    }
    Set<String> patterns = new TreeSet<>();
    patterns.add(joined.toString().strip());
    patterns.add(blank.toString().strip());
    patterns.add(flat.toString().strip());
    patterns.removeIf(pattern -> pattern.length() < Redaction.SHORTEST);
    return patterns;
  }

  private static boolean isSpaceOrBreak(char c) {
    return isBreak(c) || isBlank(c);
  }
}
