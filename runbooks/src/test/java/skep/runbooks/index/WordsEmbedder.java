package skep.runbooks.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import skep.runbooks.embedding.Embedder;

/**
 * A model as simple as can be: texts are alike where they have words in common. It counts what is
 * asked of it.
 */
final class WordsEmbedder implements Embedder {
  private final Model model;
  final List<String> embedded = new ArrayList<>();

  WordsEmbedder(String name) {
    model = new Model(name, 64);
  }

  @Override
  public Model model() {
    return model;
  }

  @Override
  public float[] question(String text) {
    return vector(text);
  }

  @Override
  public List<float[]> passages(List<String> texts) {
    embedded.addAll(texts);
    return texts.stream().map(this::vector).toList();
  }

  private float[] vector(String text) {
    float[] vector = new float[model.dimensions()];
    vector[0] = 0.01f;
    for (String word : text.toLowerCase(Locale.ROOT).split("\\W+")) {
      vector[Math.floorMod(word.hashCode(), vector.length)] += 1;
    }
    double length = 0;
    for (float one : vector) {
      length += one * one;
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] /= (float) Math.sqrt(length);
    }
    return vector;
  }

  @Override
  public void close() {}
}
