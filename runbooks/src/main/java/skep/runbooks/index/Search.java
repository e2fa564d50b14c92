package skep.runbooks.index;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.PassageIndex.Candidates;
import skep.runbooks.index.PassageIndex.Hit;
import skep.runbooks.passages.Passage;

/**
 * Finds passages by words and by meaning, and says whether they are near enough to be an answer.
 */
public final class Search {
  private static final Logger LOG = Logger.getLogger(Search.class.getName());

  /** Of each list: what is further down is in no answer. */
  private static final int CANDIDATES = 200;

  /** A model reads about 500 tokens, and the first lines of a trace say what is wrong. */
  private static final int READ = 1_500;

  /** So many of the best say how sure it is. */
  private static final int BEST = 3;

  private final PassageIndex index;
  private final Embedder embedder;
  private final Thresholds thresholds;
  private final boolean strict;
  private final Confidence confidence = new Confidence();

  public Search(PassageIndex index, Embedder embedder, Thresholds thresholds) {
    this(index, embedder, thresholds, false);
  }

  private Search(PassageIndex index, Embedder embedder, Thresholds thresholds, boolean strict) {
    this.strict = strict;
    this.index = index;
    this.embedder = embedder;
    this.thresholds = thresholds;
  }

  /** One to be measured: where the embedder is away it throws, and does not search otherwise. */
  public static Search strict(PassageIndex index, Embedder embedder, Thresholds thresholds) {
    return new Search(index, embedder, thresholds, true);
  }

  /**
   * Scores that {@code skep bench calibration} found.
   *
   * @param clear from here on the passages are an answer
   * @param unsure below it they are none
   */
  public record Thresholds(double clear, double unsure) {
    /** For the model that comes with Skep. */
    public static final Thresholds DEFAULT = new Thresholds(0.64, 0.583);

    public Thresholds {
      if (!(0 <= unsure && unsure <= clear && clear <= 1)) {
        throw new IllegalArgumentException(
            "thresholds are numbers from 0 to 1, and unsure is below clear: %s, %s"
                .formatted(unsure, clear));
      }
    }
  }

  /** Whether what was found answers the question. */
  public enum Verdict {
    CLEAR,
    /** Somebody who reads it has to tell. */
    UNSURE,
    FAR
  }

  /**
   * @param ranked the best first
   */
  public record Found(List<Ranked> ranked, Verdict verdict) {
    public Found {
      ranked = List.copyOf(ranked);
    }

    public List<Passage> passages() {
      return ranked.stream().map(Ranked::passage).toList();
    }
  }

  /**
   * @param score of the first, how sure it is that it is about the question, from 0 to 1; of the
   *     others, their share of it
   */
  public record Ranked(Passage passage, double score) {}

  /**
   * @throws PassageIndex.IndexException where the index does not answer
   */
  public Found find(String question, int most) {
    String read = question.strip();
    read = read.length() <= READ ? read : read.substring(0, READ);
    if (read.isEmpty()) {
      return new Found(List.of(), Verdict.FAR);
    }
    Optional<float[]> meaning = meaning(read);
    Candidates found = index.search(read, meaning, CANDIDATES);
    List<Hit> best = Fusion.of(found).stream().limit(Math.max(most, BEST)).toList();
    Map<String, Passage> passages = index.passages(best.stream().map(Hit::id).toList());
    List<Hit> there = best.stream().filter(hit -> passages.containsKey(hit.id())).toList();
    // What went meanwhile says nothing about what is left.
    List<Hit> gone = best.stream().filter(hit -> !passages.containsKey(hit.id())).toList();
    // By words alone: as near as what may be an answer, and no nearer.
    double nearest = meaning.isEmpty() ? thresholds.unsure() : nearest(found.byMeaning(), gone);
    Found answer = found(read, there, passages, nearest, most);
    return meaning.isEmpty() && answer.verdict() == Verdict.CLEAR
        ? new Found(answer.ranked(), Verdict.UNSURE)
        : answer;
  }

  private static double nearest(List<Hit> byMeaning, List<Hit> gone) {
    Set<String> ids = gone.stream().map(Hit::id).collect(Collectors.toSet());
    return byMeaning.stream()
        .filter(hit -> !ids.contains(hit.id()))
        .mapToDouble(Hit::score)
        .findFirst()
        .orElse(0);
  }

  private Found found(
      String question, List<Hit> best, Map<String, Passage> passages, double nearest, int most) {
    List<Passage> first = best.stream().limit(BEST).map(hit -> passages.get(hit.id())).toList();
    double sure = confidence.of(question, first, nearest);
    List<Ranked> ranked =
        best.stream()
            .limit(most)
            .map(hit -> new Ranked(passages.get(hit.id()), sure * hit.score()))
            .toList();
    return new Found(ranked, first.isEmpty() ? Verdict.FAR : verdict(sure));
  }

  /** Empty where the embedder is away: words find something, too, and nobody is sure then. */
  private Optional<float[]> meaning(String question) {
    try {
      return Optional.of(embedder.question(question));
    } catch (Embedder.EmbeddingException e) {
      if (strict) {
        throw e;
      }
      LOG.log(Level.WARNING, "a question is looked for by its words alone: {0}", e.getMessage());
      return Optional.empty();
    }
  }

  private Verdict verdict(double sure) {
    if (sure >= thresholds.clear()) {
      return Verdict.CLEAR;
    }
    return sure >= thresholds.unsure() ? Verdict.UNSURE : Verdict.FAR;
  }
}
