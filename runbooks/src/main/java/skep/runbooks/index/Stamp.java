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
  private static final int BRIEF = 8;

  public Stamp {
    commits = Map.copyOf(new TreeMap<>(commits));
  }

  /** The estate's commit, as people write it; empty where its pages are of none. */
  public String brief() {
    String commit = commits.getOrDefault("", "");
    return commit.substring(0, Math.min(BRIEF, commit.length()));
  }
}
