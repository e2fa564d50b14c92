package skep.secrets.redaction;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A value between quotes that are doubled or left and opened again, or with each sign escaped. */
final class ShellForms {
  private static final Pattern IN_DOUBLE_QUOTES = Pattern.compile("[\"$`\\\\]");
  private static final Pattern IN_DOUBLE_QUOTES_AT_A_PROMPT = Pattern.compile("[\"$`\\\\!]");

  /** What bash escapes between no quotes, and what Python does in a pattern. */
  private static final Pattern SIGN = Pattern.compile("[ \\t\\n!\"$&'()*,;<>?\\[\\\\\\]^`{|}]");

  private static final Pattern EVERY_SIGN =
      Pattern.compile("[^\\w\\n]", Pattern.UNICODE_CHARACTER_CLASS);

  private ShellForms() {}

  static Stream<String> of(String text) {
    String escaped = escaped(SIGN, text);
    boolean marked = text.startsWith("~") || text.startsWith("#");
    return Stream.of(
        text.replace("'", "'\\''"),
        text.replace("'", "'\"'\"'"),
        text.replace("'", "''"),
        text.replace("\"", "\"\""),
        escaped(IN_DOUBLE_QUOTES, text),
        escaped(IN_DOUBLE_QUOTES_AT_A_PROMPT, text),
        marked ? "\\" + escaped : escaped,
        escaped(EVERY_SIGN, text));
  }

  private static String escaped(Pattern signs, String text) {
    return signs.matcher(text).replaceAll("\\\\$0");
  }
}
