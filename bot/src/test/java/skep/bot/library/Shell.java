package skep.bot.library;

import java.util.ArrayList;
import java.util.List;

/**
 * Shell text, cut into the commands it runs: quotes, substitutions, pipes and redirections, and no
 * more of the grammar than a runbook needs.
 */
final class Shell {
  private final String text;
  private final List<List<String>> commands = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private List<String> words = new ArrayList<>();
  private int at;
  private boolean begun;
  private boolean target;

  private Shell(String text) {
    this.text = text;
  }

  /** Each command with its words, without quotes; those of a substitution before their own. */
  static List<List<String>> commands(String text) {
    Shell shell = new Shell(text);
    while (shell.at < text.length()) {
      shell.step();
    }
    shell.endCommand();
    return shell.commands;
  }

  private void step() {
    char next = text.charAt(at);
    switch (next) {
      case ' ', '\t' -> {
        endWord();
        at++;
      }
      case '\n', ';', '|', '&', '(', ')' -> {
        endCommand();
        at++;
      }
      case '\\' -> escaped();
      case '\'' -> single();
      case '"' -> doubled();
      case '<', '>' -> redirection();
      case '#' -> comment();
      case '$' -> dollar();
      default -> add(next);
    }
  }

  private void add(char next) {
    word.append(next);
    begun = true;
    at++;
  }

  private void escaped() {
    at++;
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    } else if (at < text.length()) {
      add(text.charAt(at));
    }
  }

  private void single() {
    int end = text.indexOf('\'', at + 1);
    word.append(text, at + 1, end);
    begun = true;
    at = end + 1;
  }

  private void doubled() {
    begun = true;
    at++;
    while (text.charAt(at) != '"') {
      switch (text.charAt(at)) {
        case '\\' -> {
          at++;
          add(text.charAt(at));
        }
        case '$' -> dollar();
        default -> add(text.charAt(at));
      }
    }
    at++;
  }

  private void dollar() {
    if (!text.startsWith("$(", at)) {
      add('$');
      return;
    }
    int depth = 1;
    int end = at + 2;
    while (depth > 0) {
      depth += text.charAt(end) == '(' ? 1 : text.charAt(end) == ')' ? -1 : 0;
      end++;
    }
    commands.addAll(commands(text.substring(at + 2, end - 1)));
    word.append("…");
    begun = true;
    at = end;
  }

  private void redirection() {
    if (text.startsWith("<<", at)) {
      throw new IllegalArgumentException("a runbook does without here documents: " + text);
    }
    if (word.toString().matches("\\d")) {
      word.setLength(0);
      begun = false;
    }
    endWord();
    while (at < text.length() && ">&<".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    target = true;
  }

  private void comment() {
    if (begun) {
      add('#');
      return;
    }
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  private void endWord() {
    if (begun && !target) {
      words.add(word.toString());
    }
    target &= !begun;
    begun = false;
    word.setLength(0);
  }

  private void endCommand() {
    endWord();
    List<String> command =
        words.stream().dropWhile(one -> one.matches("(?s)[A-Za-z_]\\w*=.*|[{}]")).toList();
    if (!command.isEmpty()) {
      commands.add(command);
    }
    words = new ArrayList<>();
  }
}
