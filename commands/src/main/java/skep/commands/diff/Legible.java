package skep.commands.diff;

import skep.commands.chat.Person;

/** So much of a plan's words as somebody reads where they are. */
public final class Legible {
  /** Far more than anybody reads; a chat makes a file of what is too long for messages. */
  static final int LONGEST = 1_000_000;

  private Legible() {}

  /**
   * A terminal shows everything. In chat whatever is left out is said to be left out, so that
   * nobody approves in good faith what they could not see.
   *
   * @param line shows the same at a terminal
   */
  public static String of(String text, Person reader, String line) {
    if (text.length() <= LONGEST || reader.atTerminal()) {
      return text;
    }
    int end = text.lastIndexOf('\n', LONGEST);
    String shown = text.substring(0, end < 0 ? LONGEST : end);
    long hidden = text.substring(shown.length()).lines().filter(rest -> !rest.isEmpty()).count();
    boolean open = shown.lines().filter(one -> one.startsWith("```")).count() % 2 == 1;
    return "%s%s\n:warning: %d more lines of this plan are not shown here. See them all before you approve, at a terminal: `skep do \"%s\"`"
        .formatted(shown, open ? "\n```" : "", hidden, line);
  }
}
