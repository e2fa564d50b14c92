package skep.runbooks.index;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.passages.Passage;

/**
 * Passages with their vectors, found by words and by meaning. What is searched is one generation;
 * another one can be made beside it and then takes its place at once.
 *
 * <p>All methods throw {@link IndexException} where the index does not answer or refuses.
 */
public interface PassageIndex extends AutoCloseable {
  /** What is searched; empty where nothing was published yet. */
  Optional<Stamp> stamp();

  /**
   * The generation to write to: the one that is searched, where its vectors are of this model, and
   * changes in it are seen at once; else one that nobody sees before it is published, as far as an
   * earlier program came with it.
   *
   * @throws IndexException also where there is one under its name with other dimensions
   */
  Generation generation(Embedder.Model model);

  /**
   * The best of what is searched; nothing where nothing was published.
   *
   * @param vector of the same model as the stamp's, or empty: then by words alone
   */
  Candidates search(String question, Optional<float[]> vector, int most);

  /** Those of these that are searched now, by their ids. */
  Map<String, Passage> passages(Collection<String> ids);

  @Override
  void close();

  /** One state of the index. Used by one writer at a time. */
  interface Generation {
    /** Of all passages in it. */
    Set<String> ids();

    /** Puts them in; one that is there is replaced. */
    void put(List<Entry> entries);

    /** Those that are not there are passed over. */
    void remove(Set<String> ids);

    /** From now on this one is searched; what was searched before is thrown away. */
    void publish(Stamp stamp);
  }

  /**
   * @param vector of length 1
   */
  record Entry(Passage passage, float[] vector) {}

  /**
   * Three lists of what was found, the best first.
   *
   * @param byWords of headings and text; scores grow with likeness of words, and mean nothing
   *     beyond one question
   * @param byHeadings likewise, of headings alone: what a page is about, and not what it mentions
   * @param byMeaning scores are cosines
   */
  record Candidates(List<Hit> byWords, List<Hit> byHeadings, List<Hit> byMeaning) {
    public static final Candidates NONE = new Candidates(List.of(), List.of(), List.of());

    public Candidates {
      byWords = List.copyOf(byWords);
      byHeadings = List.copyOf(byHeadings);
      byMeaning = List.copyOf(byMeaning);
    }
  }

  /**
   * @param id of a passage
   */
  record Hit(String id, double score) {}

  /** The index does not do it; the message says why, and what to change. */
  final class IndexException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public IndexException(String message, Throwable cause) {
      super(message, cause);
    }

    public IndexException(String message) {
      super(message);
    }
  }
}
