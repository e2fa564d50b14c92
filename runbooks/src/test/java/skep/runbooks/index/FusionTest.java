package skep.runbooks.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import skep.runbooks.index.PassageIndex.Candidates;
import skep.runbooks.index.PassageIndex.Hit;

class FusionTest {
  @Test
  void whatEveryListHasFirstIsFirst() {
    List<Hit> fused =
        Fusion.of(
            new Candidates(
                List.of(new Hit("a", 9), new Hit("b", 8), new Hit("c", 1)),
                List.of(new Hit("a", 3), new Hit("c", 1)),
                List.of(new Hit("a", 0.9), new Hit("b", 0.5), new Hit("c", 0.4))));

    assertThat(fused).extracting(Hit::id).containsExactly("a", "b", "c");
    assertThat(fused.getFirst().score()).isEqualTo(1, within(1e-9));
  }

  @Test
  void othersHaveTheirShareOfTheBestScore() {
    List<Hit> fused =
        Fusion.of(
            new Candidates(
                List.of(new Hit("words", 9), new Hit("near", 1)),
                List.of(new Hit("words", 9), new Hit("near", 1)),
                List.of(new Hit("near", 0.61), new Hit("words", 0.6), new Hit("far", 0.1))));

    assertThat(fused.getFirst()).isEqualTo(new Hit("words", 1));
    assertThat(fused)
        .isSortedAccordingTo((one, other) -> Double.compare(other.score(), one.score()));
  }

  @Test
  void aClearFirstCountsMoreThanOneOfManyAlike() {
    List<Hit> fused =
        Fusion.of(
            new Candidates(
                List.of(new Hit("clear", 20), new Hit("other", 2), new Hit("last", 1)),
                List.of(),
                List.of(new Hit("other", 0.72), new Hit("clear", 0.71), new Hit("last", 0.3))));

    assertThat(fused.getFirst().id()).isEqualTo("clear");
  }

  @Test
  void oneHitInOneListIsFound() {
    assertThat(Fusion.of(new Candidates(List.of(), List.of(), List.of(new Hit("a", 0.7)))))
        .containsExactly(new Hit("a", 1));
  }

  @Test
  void nothingFoundIsNothing() {
    assertThat(Fusion.of(Candidates.NONE)).isEmpty();
  }

  @Test
  void whatIsAlikeHasTheSameOrderEveryTime() {
    Candidates alike =
        new Candidates(
            List.of(), List.of(), List.of(new Hit("b", 0.5), new Hit("a", 0.5), new Hit("c", 0.5)));

    assertThat(Fusion.of(alike)).extracting(Hit::id).containsExactly("a", "b", "c");
  }
}
