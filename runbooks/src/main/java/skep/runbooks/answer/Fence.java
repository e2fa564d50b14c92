package skep.runbooks.answer;

import java.util.regex.Pattern;

/** Text of others between marks that it cannot close, so that a model can tell it from its task. */
final class Fence {
  private static final Pattern MARK = Pattern.compile("(?i)<(?=\\s*/?\\s*source)");

  private Fence() {}

  /**
   * @param about what it is and where from, on one line
   */
  static String around(int number, String about, String text) {
    return "<source number=\"%d\" about=\"%s\">\n%s\n</source>"
        .formatted(
            number,
            about.replaceAll("[\\s\"<>]+", " ").strip(),
            MARK.matcher(text).replaceAll("‹"));
  }
}
