package skep.runbooks.embedding;

import java.util.List;

/**
 * A model that gives each text a vector of length 1; the product of two of them is their cosine.
 */
public interface Embedder extends AutoCloseable {
  /** What its vectors can be compared with: those of the same model, and no others. */
  Model model();

  /**
   * @throws EmbeddingException where it does not answer
   */
  float[] question(String text);

  /**
   * In the order of the texts. A text longer than the model reads counts with all its parts.
   *
   * @throws EmbeddingException where it does not answer
   */
  List<float[]> passages(List<String> texts);

  @Override
  void close();

  /**
   * @param name with everything that changes vectors: model, version, how texts are put to it
   */
  record Model(String name, int dimensions) {
    public Model {
      if (name.isBlank() || dimensions < 1) {
        throw new IllegalArgumentException("no model: '" + name + "', " + dimensions);
      }
    }
  }

  /** The message says what to do. */
  final class EmbeddingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EmbeddingException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
