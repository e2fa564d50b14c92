package skep.commands.planning;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a command is about. */
public sealed interface Target {
  Pattern PULL = Pattern.compile("#([1-9][0-9]{0,8})");
  Pattern STACK = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,62})(?:@(.+))?");

  /** Branch, tag, commit or {@code pull/12}; empty for the default branch. */
  String ref();

  record Stack(String name, String ref) implements Target {}

  record All(String ref) implements Target {}

  /** Servers and DNS: not in this version. */
  record Infra(String ref) implements Target {}

  /**
   * @param word what was typed, quoted
   */
  record Wrong(String word) implements Target {
    @Override
    public String ref() {
      return "";
    }
  }

  /** {@code web}, {@code web@main}, {@code all}, {@code infra}, {@code #12}. */
  static Target parse(String word) {
    Matcher pull = PULL.matcher(word);
    if (pull.matches()) {
      return new All("pull/" + pull.group(1));
    }
    Matcher stack = STACK.matcher(word);
    if (!stack.matches() || stack.group(1).contains("..")) {
      return new Wrong(word);
    }
    String ref = stack.group(2) == null ? "" : stack.group(2);
    return switch (stack.group(1)) {
      case "all" -> new All(ref);
      case "infra" -> new Infra(ref);
      default -> new Stack(stack.group(1), ref);
    };
  }
}
