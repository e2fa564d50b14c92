package skep.runbooks.embedding.remote;

import java.util.ArrayList;
import java.util.List;

/**
 * A text in parts that a model reads to their end: of what is longer, it would read the beginning.
 */
final class Parts {
  private Parts() {}

  /** Parted between words, where there are some. */
  static List<String> of(String text, int longest) {
    List<String> parts = new ArrayList<>();
    String rest = text;
    while (rest.length() > longest) {
      int end = end(rest, longest);
      parts.add(rest.substring(0, end).strip());
      rest = rest.substring(end).strip();
    }
    if (!rest.isEmpty()) {
      parts.add(rest);
    }
    return parts;
  }

  private static int end(String text, int longest) {
    for (int end = longest; end > longest / 2; end--) {
      if (Character.isWhitespace(text.charAt(end))) {
        return end;
      }
    }
    return Character.isLowSurrogate(text.charAt(longest)) ? longest - 1 : longest;
  }
}
