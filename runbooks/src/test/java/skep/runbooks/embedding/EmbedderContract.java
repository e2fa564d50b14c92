package skep.runbooks.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every embedder does, whether its model runs here or elsewhere. */
public abstract class EmbedderContract {
  private static final String MONGO = "the mongo primary steps down again and again";
  private static final String CERTIFICATES = "certificates come from the authority for free";

  private Embedder embedder;

  protected abstract Embedder start();

  @BeforeEach
  void open() {
    embedder = start();
  }

  @AfterEach
  void close() {
    embedder.close();
  }

  private static double cosine(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }

  @Test
  void vectorsHaveTheModelsDimensionsAndLengthOne() {
    List<float[]> all = new ArrayList<>(embedder.passages(List.of(MONGO, CERTIFICATES, "a")));
    all.add(embedder.question("why does the primary step down?"));
    assertThat(all)
        .hasSize(4)
        .allSatisfy(vector -> {
          assertThat(vector).hasSize(embedder.model().dimensions());
          assertThat(cosine(vector, vector)).isCloseTo(1, within(1e-4));
        });
  }

  @Test
  void theModelHasOneNameThatIsNotAnothers() {
    assertThat(embedder.model().name()).isNotBlank();
    assertThat(embedder.model()).isEqualTo(embedder.model());
  }

  @Test
  void noTextsHaveNoVectors() {
    assertThat(embedder.passages(List.of())).isEmpty();
  }

  @Test
  void vectorsComeInTheOrderOfTheTexts() {
    List<float[]> there = embedder.passages(List.of(MONGO, CERTIFICATES));
    List<float[]> back = embedder.passages(List.of(CERTIFICATES, MONGO));
    assertThat(cosine(there.get(0), back.get(1))).isCloseTo(1, within(1e-3));
    assertThat(cosine(there.get(1), back.get(0))).isCloseTo(1, within(1e-3));
    assertThat(cosine(there.get(0), there.get(1))).isLessThan(0.9);
  }

  @Test
  void manyTextsAreNoOtherThanFew() {
    List<String> many = new ArrayList<>(Collections.nCopies(70, CERTIFICATES));
    many.set(40, MONGO);
    many.set(69, MONGO);
    List<float[]> vectors = embedder.passages(many);
    float[] mongo = embedder.passages(List.of(MONGO)).getFirst();
    assertThat(vectors).hasSize(70);
    assertThat(cosine(vectors.get(40), mongo)).isCloseTo(1, within(1e-3));
    assertThat(cosine(vectors.get(69), mongo)).isCloseTo(1, within(1e-3));
    assertThat(cosine(vectors.get(41), mongo)).isLessThan(0.9);
  }

  @Test
  void aQuestionIsNearestToThePassageAboutItsMatter() {
    float[] question = embedder.question("mongo: the primary steps down");
    List<float[]> passages = embedder.passages(List.of(CERTIFICATES, MONGO));
    assertThat(cosine(question, passages.get(1))).isGreaterThan(cosine(question, passages.get(0)));
  }

  @Test
  void ofALongTextTheEndCounts() {
    String begin = (CERTIFICATES + ". ").repeat(120);
    List<float[]> vectors =
        embedder.passages(List.of(begin, begin + (MONGO + ". ").repeat(120), MONGO));
    assertThat(cosine(vectors.get(1), vectors.get(2)))
        .isGreaterThan(cosine(vectors.get(0), vectors.get(2)) + 0.05);
  }

  @Test
  void aTextWithNothingInItIsNoFault() {
    assertThat(embedder.passages(List.of("", "  \n", MONGO))).hasSize(3);
  }
}
