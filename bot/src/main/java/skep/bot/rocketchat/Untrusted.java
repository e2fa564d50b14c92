package skep.bot.rocketchat;

/**
 * Texts that others wrote (branch names, commit subjects, log lines), shown so that they cannot
 * format, mention anybody, or leave the place they were put in.
 */
public final class Untrusted {
  private static final String ZERO_WIDTH = "\u200B";

  private Untrusted() {}

  /** On one line, as inline code: nothing inside is formatted, and nobody is notified. */
  public static String code(String text) {
    String line = visible(text).replaceAll("\\s+", " ").replace('`', '\'').strip();
    return "`" + (line.isEmpty() ? " " : line) + "`";
  }

  /** On one line, as running text. */
  public static String plain(String text) {
    return visible(text)
        .replaceAll("\\s+", " ")
        .replaceAll("([\\\\*_~`\\[\\]|<>])", "\\\\$1")
        .replaceAll("([@#:])", "$1" + ZERO_WIDTH)
        .strip();
  }

  /** Several lines in a fence that they cannot close. */
  public static String block(String text) {
    return "```\n"
        + visible(text).replace("```", "`" + ZERO_WIDTH + "``").stripTrailing()
        + "\n```";
  }

  /** Drops control characters and the ones that reverse the reading direction. */
  private static String visible(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "")
        .replaceAll("[\\u202A-\\u202E\\u2066-\\u2069\\u200E\\u200F]", "");
  }
}
