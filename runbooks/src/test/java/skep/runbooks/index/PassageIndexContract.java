package skep.runbooks.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static skep.runbooks.index.SampleEntries.ALL;
import static skep.runbooks.index.SampleEntries.DATABASE;
import static skep.runbooks.index.SampleEntries.DISK;
import static skep.runbooks.index.SampleEntries.MODEL;
import static skep.runbooks.index.SampleEntries.NETWORK;
import static skep.runbooks.index.SampleEntries.OTHER_MODEL;
import static skep.runbooks.index.SampleEntries.PEOPLE;
import static skep.runbooks.index.SampleEntries.entry;
import static skep.runbooks.index.SampleEntries.many;
import static skep.runbooks.index.SampleEntries.vector;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.runbooks.index.PassageIndex.Candidates;
import skep.runbooks.index.PassageIndex.Entry;
import skep.runbooks.index.PassageIndex.Hit;

/** What Skep relies on in an index of passages, whichever it is. */
public abstract class PassageIndexContract extends GenerationsContract {
  @Test
  void whatIsPublishedIsFoundByWordsAsItWasPut() {
    publish(ALL);

    assertThat(byWords("which images can be deleted")).containsExactly(DISK.passage());
    assertThat(byWords("restart").stream())
        .containsExactlyInAnyOrder(DATABASE.passage(), NETWORK.passage(), PEOPLE.passage());
    assertThat(byWords("kubernetes")).isEmpty();
  }

  @Test
  void whatIsPublishedIsFoundByMeaningAndTheScoreIsTheCosine() {
    publish(ALL);

    List<Hit> found = index().search("", Optional.of(vector(0, 1, 1, 0)), 10).byMeaning();

    assertThat(passages(found)).hasSize(4).startsWith(DATABASE.passage(), NETWORK.passage());
    assertThat(found)
        .allSatisfy(hit ->
            assertThat(hit.score()).isCloseTo(cosine(hit, vector(0, 1, 1, 0)), within(1e-3)));
  }

  private static double cosine(Hit hit, float[] asked) {
    float[] has =
        ALL.stream()
            .filter(entry -> entry.passage().id().equals(hit.id()))
            .findFirst()
            .orElseThrow()
            .vector();
    double product = 0;
    for (int i = 0; i < has.length; i++) {
      product += has[i] * asked[i];
    }
    return product;
  }

  @Test
  void whatMeansTheOppositeHasANegativeScore() {
    publish(ALL);

    assertThat(index().search("", Optional.of(vector(-1, -1, -1, -1)), 10).byMeaning())
        .hasSize(4)
        .allSatisfy(hit -> assertThat(hit.score()).isNegative());
  }

  @Test
  void wordsAndMeaningAreTwoLists() {
    publish(ALL);

    Candidates found = index().search("certificate", Optional.of(vector(1, 0, 0, 0)), 2);

    assertThat(passages(found.byWords())).containsExactly(NETWORK.passage());
    assertThat(passages(found.byMeaning())).hasSize(2).startsWith(DISK.passage());
    assertThat(found.byMeaning())
        .extracting(Hit::score)
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
  }

  @Test
  void withoutAVectorOnlyWordsCount() {
    publish(ALL);

    Candidates found = index().search("certificate", Optional.empty(), 5);

    assertThat(found.byWords()).hasSize(1);
    assertThat(found.byMeaning()).isEmpty();
  }

  @Test
  void atMostSoManyAreFound() {
    publish(many(30));

    Candidates found = index().search("machine", Optional.of(vector(1, 0, 0, 0)), 7);

    assertThat(found.byWords()).hasSize(7);
    assertThat(index().search("parts", Optional.empty(), 7).byHeadings()).hasSize(7);
    assertThat(found.byMeaning()).hasSize(7);
  }

  @Test
  void aRareWordSaysMoreThanACommonOne() {
    publish(ALL);

    assertThat(byWords("restart the primary")).startsWith(DATABASE.passage());
    assertThat(byWords("restart certificate")).startsWith(NETWORK.passage());
  }

  @Test
  void aWordOfAHeadingIsFound() {
    publish(ALL);

    assertThat(byWords("storage")).containsExactly(DISK.passage());
  }

  @Test
  void byHeadingsWhatIsAboutItIsFoundAndNotWhatMentionsIt() {
    Entry about = entry(List.of("Database", "Restoring"), "Type mongorestore.", 0, 1, 0, 0);
    publish(ALL);
    index().generation(MODEL).put(List.of(about));

    assertThat(byWords("database")).containsExactlyInAnyOrder(about.passage(), PEOPLE.passage());
    assertThat(byHeadings("database")).containsExactly(about.passage());
    assertThat(byHeadings("mongorestore restart")).isEmpty();
  }

  @Test
  void byHeadingsATitleWeighsMoreThanAHeadingBelowOne() {
    Entry below = entry(List.of("Locks", "Backups"), "Look at both.", 1, 0, 0, 0);
    Entry title = entry(List.of("Backups", "Locks"), "Look at both.", 1, 0, 0, 0);
    publish(List.of(below, title, NETWORK));

    assertThat(byHeadings("backups")).containsExactly(title.passage(), below.passage());
    assertThat(byHeadings("locks")).containsExactly(below.passage(), title.passage());
  }

  @Test
  void passagesAreReadByTheirIdsAndThoseThatAreNotThereAreLeftOut() {
    publish(ALL);
    String disk = DISK.passage().id();
    String people = PEOPLE.passage().id();

    assertThat(index().passages(List.of(disk, "0".repeat(32), people, "no id", "", disk)))
        .isEqualTo(Map.of(disk, DISK.passage(), people, PEOPLE.passage()));
    assertThat(index().passages(List.of("0".repeat(32)))).isEmpty();
    assertThat(index().passages(List.of())).isEmpty();
  }

  @Test
  void aThousandPassagesAreReadByTheirIds() {
    List<Entry> thousand = many(1000);
    publish(thousand);

    assertThat(index().passages(ids(MODEL)).values())
        .containsExactlyInAnyOrderElementsOf(thousand.stream().map(Entry::passage).toList());
  }

  @Test
  void onlyPassagesOfWhatIsPublishedAreRead() {
    publish(List.of(DISK));
    index().generation(OTHER_MODEL).put(List.of(NETWORK));

    assertThat(index().passages(List.of(DISK.passage().id(), NETWORK.passage().id())))
        .containsOnlyKeys(DISK.passage().id());
  }

  @Test
  void aPassageThatGoesBetweenASearchAndItsReadingIsNotThere() {
    publish(ALL);
    List<String> found =
        index().search("restart", Optional.empty(), 10).byWords().stream().map(Hit::id).toList();

    index().generation(MODEL).remove(Set.of(DATABASE.passage().id()));

    assertThat(index().passages(found))
        .containsOnlyKeys(NETWORK.passage().id(), PEOPLE.passage().id());
  }

  @Test
  void aQuestionOfOtherDimensionsThanWhatIsPublishedIsRefused() {
    publish(ALL);

    assertThatThrownBy(() -> index().search("disk", Optional.of(vector(1, 0, 0)), 5))
        .isInstanceOf(PassageIndex.IndexException.class)
        .hasMessageContainingAll("3", "4", "index the runbooks again");
    assertThat(byWords("storage")).containsExactly(DISK.passage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NodeFilesystemSpaceFillingUp", "filesystem", "FILLING up", "prunes"})
  void aNameIsFoundWholeAndInItsPartsAndAWordInItsStem(String question) {
    publish(ALL);

    assertThat(byWords(question)).startsWith(DISK.passage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "the of and", "🐝 — …"})
  void aQuestionWithoutATermIsAnsweredByMeaningAlone(String question) {
    publish(ALL);

    assertThat(index().search(question, Optional.empty(), 5)).isEqualTo(Candidates.NONE);
    Candidates found = index().search(question, Optional.of(vector(1, 0, 0, 0)), 5);
    assertThat(found.byWords()).isEmpty();
    assertThat(found.byHeadings()).isEmpty();
    assertThat(passages(found.byMeaning())).startsWith(DISK.passage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "disk\" OR (full",
        "disk* AND NOT ~",
        "path:/disk/ [a TO",
        "+disk -full !",
        "\\",
        "disk\n\t\0"
      })
  void noSignInAQuestionMeansAnything(String question) {
    publish(ALL);

    assertThat(byWords(question)).isSubsetOf(DISK.passage());
  }

  @Test
  void aLongQuestionIsAQuestion() {
    publish(ALL);

    assertThat(byWords("disk ".repeat(5000) + "unheard ".repeat(5000))).contains(DISK.passage());
  }
}
