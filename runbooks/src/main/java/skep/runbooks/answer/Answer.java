package skep.runbooks.answer;

import java.util.List;
import skep.runbooks.passages.Passage;

/** What a question came to. */
public sealed interface Answer {
  /**
   * Statements that stand in the passages they cite.
   *
   * @param text with marks like {@code [1]}
   * @param references what the marks mean, in order of their numbers
   * @param notes what a person should know of what is not shown, in sentences
   */
  record Grounded(String text, List<Reference> references, List<String> notes) implements Answer {
    public Grounded {
      references = List.copyOf(references);
      notes = List.copyOf(notes);
    }
  }

  /**
   * The runbooks do not say.
   *
   * @param nearest passages about something near to it, the nearest first
   */
  record NotInRunbooks(List<Passage> nearest) implements Answer {
    public NotInRunbooks {
      nearest = List.copyOf(nearest);
    }
  }

  /**
   * No model has worked on it.
   *
   * @param why in a sentence
   * @param passages that say most about it, the best first
   */
  record PassagesOnly(String why, List<Passage> passages) implements Answer {
    public PassagesOnly {
      passages = List.copyOf(passages);
    }
  }

  /** What a mark means. */
  sealed interface Reference {
    int number();

    record ToPassage(int number, Passage passage) implements Reference {}

    /**
     * @param about what was looked at, and when
     */
    record ToState(int number, String about) implements Reference {}
  }
}
