package skep.runbooks.answer;

import java.util.List;
import skep.runbooks.passages.Passage;

/** Finds passages that say something about a question. */
@FunctionalInterface
public interface Retrieval {
  Found find(String question);

  /**
   * @param passages the best first
   * @param answers whether they are near enough to be taken for an answer
   */
  record Found(List<Passage> passages, boolean answers) {
    public Found {
      passages = List.copyOf(passages);
    }
  }
}
