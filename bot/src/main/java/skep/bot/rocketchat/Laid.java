package skep.bot.rocketchat;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a text of any length is shown: in one message, in a few, or as the head of it with the whole
 * as a file.
 *
 * @param parts the messages' texts, at least one
 * @param file what is told beside them
 */
record Laid(List<String> parts, Optional<File> file) {
  /** More than these nobody scrolls through. */
  static final int MOST_PARTS = 3;

  private static final int HEAD = 3000;
  private static final Pattern CHANGE = Pattern.compile("(?m)^[+~-] ");

  record File(String name, String text) {}

  Laid {
    parts = List.copyOf(parts);
  }

  /**
   * @param id of the message, for the file's name
   */
  static Laid out(String id, String text) {
    List<String> parts = LongText.split(text);
    if (parts.size() <= MOST_PARTS) {
      return new Laid(parts, Optional.empty());
    }
    String head = LongText.split(text, HEAD).getFirst();
    long more = text.lines().count() - head.lines().count();
    String name = id + (CHANGE.matcher(text).find() ? ".diff" : ".log");
    return new Laid(
        List.of(
            head + "\n_%d more lines: the whole is the file below_".formatted(Math.max(1, more))),
        Optional.of(new File(name, text)));
  }

  /** Where files are not allowed: everything as messages. */
  static Laid withoutFile(String text) {
    return new Laid(LongText.split(text), Optional.empty());
  }
}
