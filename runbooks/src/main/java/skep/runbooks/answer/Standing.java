package skep.runbooks.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A source's text, ready to be asked what stands in it.
 *
 * @param flat on one line, in lower case
 * @param words of it
 * @param sentences of it, each with whether it limits or forbids something
 */
record Standing(String flat, Words words, List<Sentence> sentences) {
  private static final Pattern END =
      Pattern.compile("[.!?;:]\\s|\\n\\s*\\n|\\n\\s*(?:[-*•]|\\d+[.)])\\s");
  private static final String PART_OF_IT = "/:@=-_";

  record Sentence(Words words, boolean limits) {}

  static Standing of(String text) {
    List<Sentence> sentences = new ArrayList<>();
    END.splitAsStream(text)
        .filter(part -> !part.isBlank())
        .forEach(part -> sentences.add(new Sentence(Words.of(part), Claims.limits(part))));
    return new Standing(
        Plain.flat(text).toLowerCase(Locale.ROOT), Words.of(text), List.copyOf(sentences));
  }

  /** Whether it stands there as it is, and not as a part of something longer. */
  boolean has(String token) {
    String sought = token.toLowerCase(Locale.ROOT);
    for (int at = flat.indexOf(sought); at >= 0; at = flat.indexOf(sought, at + 1)) {
      if (!goesOn(at - 1) && !goesOn(at + sought.length())) {
        return true;
      }
    }
    return false;
  }

  private boolean goesOn(int at) {
    if (at < 0 || at >= flat.length()) {
      return false;
    }
    char c = flat.charAt(at);
    boolean isDot =
        c == '.' && at + 1 < flat.length() && Character.isLetterOrDigit(flat.charAt(at + 1));
    return isDot || Character.isLetterOrDigit(c) || PART_OF_IT.indexOf(c) >= 0;
  }

  /** Whether the sentence nearest to these words limits or forbids. */
  boolean limits(Words said) {
    double best = 0;
    boolean limits = false;
    for (Sentence sentence : sentences) {
      double share = said.shareIn(sentence.words());
      if (share > best) {
        best = share;
        limits = sentence.limits();
      }
    }
    return limits;
  }
}
