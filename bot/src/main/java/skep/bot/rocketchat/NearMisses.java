package skep.bot.rocketchat;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Words that are almost a command: in letters that pass for Latin ones, or misspelt. */
final class NearMisses {
  private static final String FROM = "абвсԁеһіјкӏмнорԛгѕтцѵѡхуүαεικνορτυχɑɡıʟоⅼ";
  private static final String TO = "a6bcdehijklmhopqrstuvwxyyaeikvoptuxagilol";

  private NearMisses() {}

  /** The word in Latin letters, lower case, without what cannot be seen. */
  static String plain(String word) {
    String folded =
        Normalizer.normalize(word, Normalizer.Form.NFKD)
            .replaceAll("[\\p{Mn}\\p{Cf}]", "")
            .toLowerCase(Locale.ROOT);
    StringBuilder plain = new StringBuilder(folded.length());
    for (int i = 0; i < folded.length(); i++) {
      int at = FROM.indexOf(folded.charAt(i));
      plain.append(at < 0 ? folded.charAt(i) : TO.charAt(at));
    }
    return plain.toString();
  }

  /** The verb this word misspells: one slip in a short one, two in a long one. */
  static Optional<String> meant(String word, Set<String> verbs) {
    return verbs.stream()
        .filter(verb -> distance(word, verb) <= (verb.length() < 6 ? 1 : 2))
        .min(Comparator.comparingInt((String verb) -> distance(word, verb)).thenComparing(v -> v));
  }

  /** Letters to insert, drop, replace or swap with their neighbour. */
  private static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, to, i, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int cheapest(int[][] cost, String from, String to, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
    int moved = Math.min(cost[i - 1][j], cost[i][j - 1]) + 1;
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    int best = Math.min(replaced, moved);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
