package skep.commands;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The word somebody probably meant: few letters wrong, missing, too many or swapped. */
public final class Nearest {
  private Nearest() {}

  /** The most similar candidate, unless even that one is mostly different. */
  public static Optional<String> to(String typed, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> distance(typed, candidate) <= tolerance(candidate))
        .min(
            Comparator.comparingInt((String candidate) -> distance(typed, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static int tolerance(String candidate) {
    return Math.max(1, Math.min(4, candidate.length() / 2));
  }

  /** Letters to insert, drop, replace or swap with their neighbour. */
  public static int distance(String typed, String candidate) {
    return skep.deploy.yaml.Nearest.distance(typed, candidate);
  }
}
