package skep.commands.chat;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Texts that others wrote (reasons, names, values, log lines, errors), shown so that they cannot
 * format, notify anybody, hide, or pose as Skep's own words: inside code, which no chat client
 * interprets, on a line they cannot leave.
 */
public final class Quoted {
  private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;?]*[A-Za-z]");
  private static final int LONGEST = 300;
  private static final String FENCE = "```";

  private Quoted() {}

  /** On one line, as inline code. */
  public static String code(String text) {
    String line = line(text).replace('`', '\'').strip();
    return "`" + (line.isEmpty() ? " " : line) + "`";
  }

  /** As {@link #code}, of a text of any length as much as somebody needs to know it again. */
  public static String brief(String text) {
    return code(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
  }

  /** One line as inline code, several as a block below. */
  public static String text(String text) {
    List<String> lines = text.strip().lines().toList();
    return lines.size() < 2 ? code(text) : "\n" + block(lines);
  }

  /** Lines in a fence that they cannot close. */
  public static String block(Collection<String> lines) {
    return lines.stream()
        .map(line -> line(line).replace(FENCE, "'''"))
        .collect(Collectors.joining("\n", FENCE + "\n", "\n" + FENCE));
  }

  /** What a program printed, without its colours. */
  public static String log(Collection<String> lines) {
    return block(lines.stream().map(line -> COLOUR.matcher(line).replaceAll("")).toList());
  }

  /** {@code @anna}; a name that would notify a whole room, or is none, is only shown. */
  public static String person(String name) {
    boolean everybody = name.equalsIgnoreCase("all") || name.equalsIgnoreCase("here");
    return USERNAME.matcher(name).matches() && !everybody ? "@" + name : code(name);
  }

  /** On one line, with a sign for every character that cannot be seen or turns others around. */
  public static String line(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> line.append(visible(c)));
    return line.toString();
  }

  private static String visible(int c) {
    if (c == '\n') {
      return "⏎";
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          "\\u%04X".formatted(c);
      default -> Character.toString(c);
    };
  }
}
