package skep.runbooks.index.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordVectorTest {
  @Test
  void aTermsDimensionStaysTheSameForGood() {
    assertThat(WordVector.dimension("hello")).isEqualTo(0x248bfa47);
    assertThat(WordVector.dimension("Straße")).isEqualTo(WordVector.dimension("Straße"));
    assertThat(IntStream.range(0, 20_000).map(i -> WordVector.dimension("term" + i)).distinct())
        .hasSize(20_000);
  }

  @Test
  void dimensionsAreInUnsignedOrderAndEachIsThereOnce() {
    List<String> terms = IntStream.range(0, 500).mapToObj(i -> "term" + i % 250).toList();

    List<Integer> dimensions = WordVector.ofPassage(terms, 126).dimensions();

    assertThat(dimensions).hasSize(250).doesNotHaveDuplicates();
    assertThat(dimensions).anyMatch(dimension -> dimension < 0);
    assertThat(dimensions).isSortedAccordingTo(Integer::compareUnsigned);
  }

  @Test
  void aTermCountsMoreTheOftenerItIsThereButNeverTwiceAsMuch() {
    assertThat(weight(1, 126)).isCloseTo(1f, within(1e-6f));
    assertThat(weight(2, 126)).isGreaterThan(weight(1, 126)).isLessThan(2 * weight(1, 126));
    assertThat(weight(100, 126)).isGreaterThan(weight(50, 126)).isLessThan(1.9f);
  }

  @Test
  void aTermCountsLessInALongPassage() {
    assertThat(weight(1, 300)).isLessThan(weight(1, 126));
    assertThat(weight(1, 10)).isGreaterThan(weight(1, 126));
  }

  @Test
  void whatIsLongAmongHeadingsIsShortAmongPassages() {
    List<String> terms = List.of("disk", "full", "disk", "node", "space", "again", "and", "more");

    assertThat(WordVector.ofPassage(terms, 4).weights().getFirst())
        .isLessThan(WordVector.ofPassage(terms, 126).weights().getFirst());
  }

  private static float weight(int count, int length) {
    List<String> terms = new java.util.ArrayList<>(Collections.nCopies(count, "disk"));
    IntStream.range(count, length).forEach(i -> terms.add("other" + i));
    WordVector vector = WordVector.ofPassage(terms, 126);
    return vector.weights().get(vector.dimensions().indexOf(WordVector.dimension("disk")));
  }

  @Test
  void aQuestionHasEachTermOnceHoweverOftenItIsAskedFor() {
    WordVector question =
        WordVector.ofQuestion(List.of("disk", "full", "disk", "disk")).orElseThrow();

    assertThat(question.dimensions())
        .containsExactlyInAnyOrder(WordVector.dimension("disk"), WordVector.dimension("full"));
    assertThat(question.weights()).containsExactly(1f, 1f);
  }

  @Test
  void aQuestionWithoutTermsIsNone() {
    assertThat(WordVector.ofQuestion(List.of())).isEmpty();
  }
}
