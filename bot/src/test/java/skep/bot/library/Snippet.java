package skep.bot.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page has for typing: a block between fences, or words between single backquotes.
 *
 * @param line of the page, from 1
 * @param kind the word behind the opening fence, or {@link #SPAN}
 */
record Snippet(String page, int line, String kind, String text) {
  static final String SPAN = "span";

  /** Lines for Skep that have one word. */
  private static final Set<String> WHOLE = Set.of("/backup", "/secrets", "/diff");

  /** A word and a colon: a line of a file, which nobody types at a prompt. */
  private static final Pattern SETTING = Pattern.compile("[\\w-]+: .*");

  private static final Pattern FENCE = Pattern.compile("( *)```(\\w*)");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  /**
   * @param first number of the first of these lines in its page
   */
  static List<Snippet> of(String page, int first, List<String> lines) {
    List<Snippet> found = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      Matcher fence = FENCE.matcher(lines.get(at));
      if (fence.matches()) {
        List<String> inside = inside(lines, at, fence.group(1));
        String text = String.join("\n", inside) + "\n";
        found.add(new Snippet(page, first + at, fence.group(2), text));
        at += inside.size() + 1;
      } else {
        int line = first + at;
        CODE.matcher(lines.get(at))
            .results()
            .forEach(code -> found.add(new Snippet(page, line, SPAN, code.group(1))));
      }
    }
    return found;
  }

  /** The lines of a block, without the indent of its fence. */
  private static List<String> inside(List<String> lines, int fence, String indent) {
    List<String> inside = new ArrayList<>();
    for (int at = fence + 1; at < lines.size(); at++) {
      String line = lines.get(at);
      if (line.equals(indent + "```")) {
        return inside;
      }
      inside.add(line.startsWith(indent) ? line.substring(indent.length()) : line);
    }
    throw new IllegalStateException(
        "the block that begins with line %d never ends".formatted(fence));
  }

  boolean is(String wanted) {
    return kind.equals(wanted);
  }

  /** Words with blanks between them are there to be typed; one word is a name, but for a few. */
  boolean isTypedSpan() {
    return is(SPAN)
        && (WHOLE.contains(text) || (text.contains(" ") && !SETTING.matcher(text).matches()));
  }

  @Override
  public String toString() {
    return "%s:%d: %s".formatted(page, line, text.strip());
  }
}
