package skep.runbooks.answer;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a text that say something.
 *
 * @param all as they stand there, in lower case
 * @param stems their beginnings, which do for a word whatever its ending is
 */
record Words(Set<String> all, Set<String> stems) {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]{3,40}");
  private static final int STEM = 5;

  /** They stand everywhere. */
  private static final Set<String> SMALL =
      Set.of(
          "the", "and", "for", "with", "that", "this", "then", "from", "you", "your", "are", "can",
          "has", "have", "was", "will", "its", "into", "when", "which", "there", "should", "use",
          "run", "type", "see", "first", "next", "also", "all", "any", "may", "now", "before",
          "after", "until", "here", "them", "they", "one", "does", "did", "been", "more", "only",
          "what", "how", "where", "while", "still", "again", "each", "such", "other", "than");

  static Words of(String text) {
    Set<String> all = new HashSet<>();
    Set<String> stems = new HashSet<>();
    Matcher words = WORD.matcher(text.toLowerCase(Locale.ROOT));
    while (words.find()) {
      String word = words.group();
      all.add(word);
      if (!SMALL.contains(word)) {
        stems.add(word.substring(0, Math.min(STEM, word.length())));
      }
    }
    return new Words(all, stems);
  }

  boolean saysNothing() {
    return stems.isEmpty();
  }

  /** The share of these that stand in the others, from 0 to 1; 0 where they say nothing. */
  double shareIn(Words others) {
    return stems.isEmpty()
        ? 0
        : (double) stems.stream().filter(others.stems::contains).count() / stems.size();
  }
}
