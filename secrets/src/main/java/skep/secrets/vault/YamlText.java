package skep.secrets.vault;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** How a key or a value is written into YAML, or into JSON, which is YAML too. */
final class YamlText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./+=@-]*");
  private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)");
  private static final Set<String> WORDS =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  private YamlText() {}

  static String key(String name) {
    return isPlain(name) ? name : quoted(name);
  }

  /**
   * @param before how the value was written that this one replaces
   */
  static String value(String value, String before) {
    boolean wasPlain = before.isEmpty() || (!before.startsWith("\"") && !before.startsWith("'"));
    return wasPlain && (isPlain(value) || staysNumber(value, before)) ? value : quoted(value);
  }

  static boolean staysNumber(String value, String before) {
    return NUMBER.matcher(before).matches() && NUMBER.matcher(value).matches();
  }

  private static boolean isPlain(String text) {
    return PLAIN.matcher(text).matches()
        && !WORDS.contains(text.toLowerCase(java.util.Locale.ROOT));
  }

  /** Whether several lines can stand as a block under their key. */
  static boolean isBlock(String value) {
    return value.indexOf('\n') >= 0
        && !value.startsWith(" ")
        && !value.startsWith("\n")
        && !value.endsWith("\n\n")
        && value.codePoints().allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c < 0x7F));
  }

  static String block(String value, int indent, String lineEnd) {
    StringBuilder text = new StringBuilder(value.endsWith("\n") ? "|" : "|-");
    for (String line : value.lines().toList()) {
      text.append(lineEnd).append(line.isEmpty() ? "" : " ".repeat(indent) + line);
    }
    return text.toString();
  }

  /** Valid in both. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
              if (c < ' ' || c == 0x7F || c == 0x85 || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.append((char) c);
              }
            }
          }
        });
    return quoted.append('"').toString();
  }

  /** {@code "b": {"c": value}} for what is still to be made on the way to a value. */
  static String flow(List<String> names, String value) {
    String text = quoted(names.getFirst()) + ": ";
    return names.size() == 1
        ? text + quoted(value)
        : text + "{" + flow(names.subList(1, names.size()), value) + "}";
  }

  /** The same as lines, without the first one's indentation. */
  static String lines(List<String> names, String value, int indent, String lineEnd) {
    String key = key(names.getFirst()) + ":";
    if (names.size() > 1) {
      String inner = lines(names.subList(1, names.size()), value, indent + 2, lineEnd);
      return key + lineEnd + " ".repeat(indent + 2) + inner;
    }
    return key + " " + (isBlock(value) ? block(value, indent + 2, lineEnd) : value(value, ""));
  }
}
