package skep.runbooks.answer;

import java.util.regex.Pattern;

/**
 * Text as it is looked at and shown: without characters nobody sees, which would part a word, a
 * secret or a claim without parting it for a reader.
 */
final class Plain {
  /** Controls, formats, and what Unicode says may be left out when shown. */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cf}\\p{Cc}\\u034f\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u3164\\ufe00-\\ufe0f\\uffa0"
              + "\\x{e0000}-\\x{e0fff}&&[^\\n]]");

  private static final Pattern SPACE = Pattern.compile("[\\p{Z}\\t&&[^\\n]]+");
  private static final Pattern EMPHASIS =
      Pattern.compile(
          "\\*{1,3}(?=\\S)|(?<=\\S)\\*{1,3}|~~|(?<!\\w)_{1,3}(?=\\S)|(?<=\\S)_{1,3}(?!\\w)");

  private Plain() {}

  /** On lines that end with a line feed and nothing else. */
  static String of(String text) {
    String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace('\t', ' ');
    return SPACE.matcher(UNSEEN.matcher(lines).replaceAll("")).replaceAll(" ");
  }

  /** Without the signs that only say how strongly something is meant. */
  static String unemphasised(String text) {
    return EMPHASIS.matcher(text).replaceAll("");
  }

  /** On one line. */
  static String flat(String text) {
    return SPACE.matcher(text.replace("\\\n", " ").replace('\n', ' ')).replaceAll(" ").strip();
  }
}
