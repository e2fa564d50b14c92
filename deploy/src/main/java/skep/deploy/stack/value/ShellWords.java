package skep.deploy.stack.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Splits a command line into words: quotes, backslashes and {@code #} comments as in a shell. */
public final class ShellWords {
  private final String text;
  private final List<String> words = new ArrayList<>();
  private int at;

  private ShellWords(String text) {
    this.text = text;
  }

  /** Empty where a quote is not closed, or a backslash ends the text. */
  public static Optional<List<String>> split(String text) {
    ShellWords words = new ShellWords(text);
    return words.split() ? Optional.of(List.copyOf(words.words)) : Optional.empty();
  }

  private boolean split() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isSpace(c)) {
        at++;
      } else if (c == '#') {
        int newline = text.indexOf('\n', at);
        at = newline < 0 ? text.length() : newline;
      } else if (!word()) {
        return false;
      }
    }
    return true;
  }

  private boolean word() {
    StringBuilder word = new StringBuilder();
    while (at < text.length() && !isSpace(text.charAt(at))) {
      char c = text.charAt(at++);
      boolean good =
          switch (c) {
            case '\\' -> escaped(word);
            case '\'' -> quoted(word, '\'');
            case '"' -> quoted(word, '"');
            default -> {
              word.append(c);
              yield true;
            }
          };
      if (!good) {
        return false;
      }
    }
    words.add(word.toString());
    return true;
  }

  private boolean escaped(StringBuilder word) {
    if (at >= text.length()) {
      return false;
    }
    word.append(text.charAt(at++));
    return true;
  }

  private boolean quoted(StringBuilder word, char quote) {
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote) {
        return true;
      }
      if (c == '\\' && quote == '"') {
        if (!escaped(word)) {
          return false;
        }
      } else {
        word.append(c);
      }
    }
    return false;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
