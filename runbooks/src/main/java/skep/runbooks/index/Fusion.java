package skep.runbooks.index;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import skep.runbooks.index.PassageIndex.Candidates;
import skep.runbooks.index.PassageIndex.Hit;

/**
 * Makes one list of three. Each is stretched from 0, its last, to 1, its first, and counts by its
 * weight: unlike ranks alone, it tells a clear first from one of many alike. Weights in a wide
 * range around these do equally well on questions they were not chosen by.
 */
final class Fusion {
  private static final double WORDS = 0.25;
  private static final double HEADINGS = 0.15;
  private static final double MEANING = 0.6;

  private final Map<String, Double> sums = new HashMap<>();

  private Fusion() {}

  /**
   * The best first, with its share of the best one's score; what is alike, in the order of ids, so
   * that it is the same every time.
   */
  static List<Hit> of(Candidates found) {
    Fusion fusion = new Fusion();
    fusion.add(found.byWords(), WORDS);
    fusion.add(found.byHeadings(), HEADINGS);
    fusion.add(found.byMeaning(), MEANING);
    return fusion.ranked();
  }

  private void add(List<Hit> hits, double weight) {
    if (hits.isEmpty()) {
      return;
    }
    double first = hits.getFirst().score();
    double last = hits.getLast().score();
    for (Hit hit : hits) {
      double share = first > last ? (hit.score() - last) / (first - last) : 1;
      sums.merge(hit.id(), weight * share, Double::sum);
    }
  }

  private List<Hit> ranked() {
    double most = sums.values().stream().mapToDouble(sum -> sum).max().orElse(0);
    return sums.entrySet().stream()
        .map(one -> new Hit(one.getKey(), most > 0 ? one.getValue() / most : 0))
        .sorted(Comparator.comparingDouble((Hit hit) -> -hit.score()).thenComparing(Hit::id))
        .toList();
  }
}
