package skep.commands;

import java.util.ArrayList;
import java.util.List;

/**
 * A line cut into words: blanks separate, single or double quotes hold together.
 *
 * @param open the quote that was never closed; a blank where all are
 */
record Words(List<String> list, char open) {
  Words {
    list = List.copyOf(list);
  }

  static Words of(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean started = false;
    char quote = ' ';
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != ' ') {
        if (c == quote) {
          quote = ' ';
        } else {
          word.append(c);
        }
      } else if (c == '"' || (c == '\'' && !started)) {
        // An apostrophe inside a word (can't) is a letter, not a quote.
        quote = c;
        started = true;
      } else if (c == ' ') {
        if (started) {
          words.add(word.toString());
        }
        word.setLength(0);
        started = false;
      } else {
        word.append(c);
        started = true;
      }
    }
    if (started) {
      words.add(word.toString());
    }
    return new Words(words, quote);
  }
}
