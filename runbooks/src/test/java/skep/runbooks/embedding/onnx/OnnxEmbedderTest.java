package skep.runbooks.embedding.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OnnxEmbedderTest {
  private static OnnxEmbedder embedder;

  @BeforeAll
  static void start() {
    embedder = OnnxEmbedder.start(2);
  }

  @AfterAll
  static void close() {
    embedder.close();
  }

  @Test
  void likeMeaningsAreNearerThanOthers() {
    float[] question = embedder.question("the disk has no space left");
    List<float[]> passages =
        embedder.passages(List.of("Free storage on a full volume", "Renew a TLS certificate"));

    assertThat(cosine(question, passages.get(0))).isGreaterThan(cosine(question, passages.get(1)));
  }

  @Test
  void vectorsHaveLengthOneAndComeInOrder() {
    List<String> texts = List.of("one", "a longer text about backups", "one", "x ".repeat(5_000));

    List<float[]> vectors = embedder.passages(texts);

    assertThat(vectors)
        .hasSize(4)
        .allSatisfy(vector -> {
          assertThat(vector).hasSize(embedder.model().dimensions());
          assertThat(cosine(vector, vector)).isEqualTo(1, within(1e-3));
        });
    assertThat(cosine(vectors.get(0), vectors.get(2))).isEqualTo(1, within(1e-3));
    assertThat(cosine(vectors.get(0), vectors.get(1))).isLessThan(0.99);
  }

  @Test
  void noTextsAreNoVectors() {
    assertThat(embedder.passages(List.of())).isEmpty();
  }

  @Test
  void oddTextsHaveAVectorToo() {
    assertThat(embedder.passages(List.of(".", "🔥", "a\u0001", "日本語のログ")))
        .allSatisfy(vector -> assertThat(vector).doesNotContain(Float.NaN));
  }

  private static double cosine(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
