package skep.runbooks.answer;

import java.util.List;
import skep.runbooks.index.Search;
import skep.runbooks.passages.Passage;

/** Finds passages that say something about a question. */
@FunctionalInterface
public interface Retrieval {
  Found find(String question);

  /**
   * @param passages the best first
   */
  record Found(List<Passage> passages, Search.Verdict verdict) {
    public Found {
      passages = List.copyOf(passages);
    }
  }
}
