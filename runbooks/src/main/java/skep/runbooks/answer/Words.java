package skep.runbooks.answer;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which words of a sentence stand in a text, whatever their endings are. */
final class Words {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]{3,}");

  /** First letters do for a word. */
  private static final int STEM = 5;

  /** They stand everywhere and say nothing. */
  private static final Set<String> SMALL =
      Set.of(
          "the", "and", "for", "with", "that", "this", "then", "from", "you", "your", "are", "not",
          "can", "has", "have", "was", "will", "its", "into", "when", "which", "there", "should",
          "use", "run", "type", "see", "first", "next", "also", "all", "any", "may", "now",
          "before", "after", "until", "here", "them", "they", "one", "does", "did", "been", "more",
          "only");

  private Words() {}

  static double share(String sentence, String text) {
    Set<String> theirs = stems(sentence);
    Set<String> ours = stems(text);
    long common = theirs.stream().filter(ours::contains).count();
    return theirs.isEmpty() ? 1 : (double) common / theirs.size();
  }

  private static Set<String> stems(String text) {
    Set<String> stems = new TreeSet<>();
    Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (words.find()) {
      String word = words.group();
      if (!SMALL.contains(word)) {
        stems.add(word.substring(0, Math.min(STEM, word.length())));
      }
    }
    return stems;
  }
}
