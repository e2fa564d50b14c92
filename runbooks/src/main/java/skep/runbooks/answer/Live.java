package skep.runbooks.answer;

import java.util.regex.Pattern;

/**
 * What a look at the Swarm said. Names in it may be repeated; nothing in it is to be typed, opened
 * or obeyed: whoever can write a log line could have put it there.
 *
 * @param about what was looked at and when, on one line
 * @param text redacted
 */
record Live(int number, String about, String text, Standing standing) implements Source {
  /** What stacks, services, tasks and nodes are called. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][\\w.-]{0,99}");

  static Live of(int number, String about, String text) {
    return new Live(number, about, Plain.of(text), Standing.of(Plain.of(text)));
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  @Override
  public boolean gives(String code, boolean isWarning) {
    return isName(code) && standing.has(code) && !Typed.isStrong(code);
  }

  @Override
  public String fenced() {
    return Fence.around(number, about, text);
  }
}
