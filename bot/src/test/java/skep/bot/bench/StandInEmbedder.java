package skep.bot.bench;

import java.util.List;
import java.util.SplittableRandom;
import skep.runbooks.embedding.Embedder;

/**
 * In place of a model, at hardly any cost: a text's vector comes from its hash, and means nothing.
 * To an index such vectors are the hardest there are, for none is much nearer than another.
 */
record StandInEmbedder(Model model) implements Embedder {
  /** With as many dimensions as the model that comes with Skep. */
  static StandInEmbedder small() {
    return new StandInEmbedder(new Model("stand-in", 384));
  }

  @Override
  public float[] question(String text) {
    return vector(text);
  }

  @Override
  public List<float[]> passages(List<String> texts) {
    return texts.stream().map(this::vector).toList();
  }

  private float[] vector(String text) {
    SplittableRandom random = new SplittableRandom(text.hashCode());
    float[] vector = new float[model.dimensions()];
    double squares = 0;
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) random.nextGaussian();
      squares += vector[i] * vector[i];
    }
    float length = (float) Math.sqrt(squares);
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
    return vector;
  }

  @Override
  public void close() {}
}
