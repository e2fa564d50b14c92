package skep.runbooks.index.qdrant;

import static io.qdrant.client.QueryFactory.nearest;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.qdrant.client.VectorFactory;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.Vector;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.lucene.util.StringHelper;

/**
 * Words as a sparse vector: a dimension for each term, by its hash. With the rareness of terms,
 * which the server multiplies in, the product of a question's and a passage's is BM25.
 *
 * @param dimensions unsigned, each once
 */
record WordVector(List<Integer> dimensions, List<Float> weights) {
  /** As in the embedded index. */
  private static final double K1 = 0.9;

  private static final double B = 0.4;

  /**
   * Terms of a passage: the mean of 5,463 passages of 1,187 pages of other teams' runbooks and
   * manuals. Fixed, so that the vector of a passage does not hang on the others.
   */
  static final double AVERAGE_PASSAGE = 126;

  /**
   * Terms of its headings, with the title twice. Not measured, for it matters little: headings are
   * all about as long, and a wrong mean makes all of them shorter or longer alike, which changes
   * scores and hardly their order.
   */
  static final double AVERAGE_HEADINGS = 9;

  WordVector {
    dimensions = List.copyOf(dimensions);
    weights = List.copyOf(weights);
  }

  /**
   * @param average of how many terms such a text has
   */
  static WordVector ofPassage(List<String> terms, double average) {
    double shortness = K1 * (1 - B + B * terms.size() / average);
    Map<Integer, Integer> counts = counts(terms);
    return new WordVector(
        List.copyOf(counts.keySet()),
        counts.values().stream()
            .map(count -> (float) (count * (K1 + 1) / (count + shortness)))
            .toList());
  }

  /** Each term once, however often it is asked for; nothing where there is none. */
  static Optional<WordVector> ofQuestion(List<String> terms) {
    if (terms.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> dimensions = List.copyOf(counts(terms).keySet());
    return Optional.of(new WordVector(dimensions, Collections.nCopies(dimensions.size(), 1f)));
  }

  /** Two terms of one hash count as one; of the 37,643 terms of those pages no two are expected. */
  private static Map<Integer, Integer> counts(List<String> terms) {
    Map<Integer, Integer> counts = new TreeMap<>(Integer::compareUnsigned);
    terms.forEach(term -> counts.merge(dimension(term), 1, Integer::sum));
    return counts;
  }

  /** Murmur 3 of 32 bits, which is the same everywhere: what is stored depends on it. */
  static int dimension(String term) {
    byte[] bytes = term.getBytes(UTF_8);
    return StringHelper.murmurhash3_x86_32(bytes, 0, bytes.length, 0);
  }

  Vector vector() {
    return VectorFactory.vector(weights, dimensions);
  }

  Query query() {
    return nearest(weights, dimensions);
  }
}
