package skep.runbooks.index;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import skep.runbooks.embedding.Embedder;

/**
 * What an index holds.
 *
 * @param commits of the repositories its pages are of, by the name the repository has in the
 *     estate; the estate itself under the empty name
 * @param at when that was last known to be the newest
 */
public record Stamp(Embedder.Model model, Map<String, String> commits, Instant at) {
  public Stamp {
    commits = Map.copyOf(new TreeMap<>(commits));
  }
}
