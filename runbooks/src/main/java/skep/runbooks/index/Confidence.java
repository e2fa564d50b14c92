package skep.runbooks.index;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import skep.runbooks.passages.Passage;

/**
 * How sure it is that passages are about a question, from 0 to 1: how near their meaning is, and
 * how many of its words they have. Meanings alone take one database for another; a word that is
 * nowhere in the passages says that they are about something else.
 */
final class Confidence {
  /** What all words together count beside the meaning. */
  private static final double WORDS = 0.2;

  /** Of a log, as many words as a long sentence has must be found, not all of them. */
  private static final int ENOUGH = 12;

  /** Shorter words are no beginnings: {@code mongo} is one of {@code mongodb}. */
  private static final int BEGINNING = 4;

  private static final String ASKING =
      "how do I we what who when why where can could should would my our me you your now have has"
          + " had does did get got keep keeps";

  private final Terms terms = new Terms();
  private final Set<String> asking = Set.copyOf(terms.of(ASKING));

  /**
   * @param nearest how near the meaning of the nearest passage is, as a cosine
   */
  double of(String question, List<Passage> passages, double nearest) {
    Set<String> sought = new LinkedHashSet<>(terms.of(question));
    sought.removeAll(asking);
    double most = passages.stream().mapToDouble(passage -> share(sought, passage)).max().orElse(0);
    return Math.max(0, (nearest + WORDS * most) / (1 + WORDS));
  }

  private double share(Set<String> sought, Passage passage) {
    Set<String> there = new HashSet<>(terms.of(passage.searched()));
    long found = sought.stream().filter(term -> has(there, term)).count();
    return sought.isEmpty() ? 0 : Math.min(1, found / (double) Math.min(ENOUGH, sought.size()));
  }

  private static boolean has(Collection<String> there, String term) {
    return there.contains(term)
        || (term.length() >= BEGINNING
            && there.stream()
                .anyMatch(one ->
                    one.length() >= BEGINNING && (one.startsWith(term) || term.startsWith(one))));
  }
}
