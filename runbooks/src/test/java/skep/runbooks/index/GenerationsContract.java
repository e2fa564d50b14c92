package skep.runbooks.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skep.runbooks.index.SampleEntries.ALL;
import static skep.runbooks.index.SampleEntries.DATABASE;
import static skep.runbooks.index.SampleEntries.DISK;
import static skep.runbooks.index.SampleEntries.MODEL;
import static skep.runbooks.index.SampleEntries.NETWORK;
import static skep.runbooks.index.SampleEntries.OTHER_MODEL;
import static skep.runbooks.index.SampleEntries.PEOPLE;
import static skep.runbooks.index.SampleEntries.entry;
import static skep.runbooks.index.SampleEntries.many;
import static skep.runbooks.index.SampleEntries.stamp;
import static skep.runbooks.index.SampleEntries.vector;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.PassageIndex.Candidates;
import skep.runbooks.index.PassageIndex.Entry;
import skep.runbooks.index.PassageIndex.Generation;

/** How passages get into an index and out of it, and what happens to them when a bot is killed. */
public abstract class GenerationsContract extends IndexUnderTest {
  @Test
  void anEmptyIndexHasNoStampAndFindsNothing() {
    assertThat(index().stamp()).isEmpty();
    assertThat(index().search("disk", Optional.of(vector(1, 0, 0, 0)), 5))
        .isEqualTo(Candidates.NONE);
    assertThat(index().passages(List.of(DISK.passage().id()))).isEmpty();
    assertThat(ids(MODEL)).isEmpty();
  }

  @Test
  void whatIsNotPublishedIsNotFound() {
    index().generation(MODEL).put(ALL);

    assertThat(index().stamp()).isEmpty();
    assertThat(index().search("disk", Optional.of(vector(1, 0, 0, 0)), 5))
        .isEqualTo(Candidates.NONE);
    assertThat(index().passages(List.of(DISK.passage().id()))).isEmpty();
  }

  @Test
  void whatIsPutTwiceIsThereOnce() {
    publish(ALL);
    index().generation(MODEL).put(List.of(DISK));
    index().generation(MODEL).put(List.of(DISK, DISK));

    assertThat(ids(MODEL)).hasSize(4);
    assertThat(byWords("images")).containsExactly(DISK.passage());
    assertThat(byMeaning(1, 0, 0, 0)).hasSize(4);
  }

  @Test
  void theVectorOfAnEntryThatIsPutAgainIsReplaced() {
    publish(ALL);
    index().generation(MODEL).put(List.of(new Entry(DISK.passage(), vector(-1, 0, 0, 0))));

    assertThat(byMeaning(1, 0, 0, 0)).hasSize(4).endsWith(DISK.passage());
  }

  @Test
  void theSameTextAtTwoPlacesIsTwoPassages() {
    Entry elsewhere = entry(List.of("Elsewhere"), DISK.passage().text(), 1, 0, 0, 0);
    publish(List.of(DISK, elsewhere));

    assertThat(byWords("images")).containsExactlyInAnyOrder(DISK.passage(), elsewhere.passage());
  }

  @Test
  void whatIsPutIntoThePublishedOneIsFoundAtOnceAndWhatIsRemovedIsNot() {
    publish(List.of(DISK, NETWORK));

    index().generation(MODEL).put(List.of(DATABASE));
    assertThat(byWords("primary")).containsExactly(DATABASE.passage());

    index().generation(MODEL).remove(Set.of(DISK.passage().id()));
    assertThat(byWords("images")).isEmpty();
    assertThat(ids(MODEL))
        .containsExactlyInAnyOrder(NETWORK.passage().id(), DATABASE.passage().id());
  }

  @Test
  void removingWhatIsNotThereIsNoError() {
    publish(List.of(DISK));

    index().generation(MODEL).remove(Set.of(PEOPLE.passage().id(), "0".repeat(32)));
    index().generation(MODEL).remove(Set.of());
    index().generation(MODEL).put(List.of());

    assertThat(ids(MODEL)).containsExactly(DISK.passage().id());
  }

  @Test
  void anIndexWhoseLastPassageWentIsEmptyAndStillPublished() {
    publish(List.of(DISK));

    index().generation(MODEL).remove(Set.of(DISK.passage().id()));

    assertThat(index().stamp()).isPresent();
    assertThat(index().search("disk", Optional.of(vector(1, 0, 0, 0)), 5))
        .isEqualTo(Candidates.NONE);
  }

  @Test
  void aThousandPassagesArePutFoundAndRemoved() {
    List<Entry> thousand = many(1000);
    publish(thousand);

    assertThat(ids(MODEL))
        .containsExactlyInAnyOrderElementsOf(
            thousand.stream().map(entry -> entry.passage().id()).toList());
    assertThat(byWords("part737")).containsExactly(thousand.get(737).passage());

    Set<String> half = new HashSet<>();
    thousand.subList(0, 500).forEach(entry -> half.add(entry.passage().id()));
    index().generation(MODEL).remove(half);
    assertThat(ids(MODEL)).hasSize(500).doesNotContainAnyElementsOf(half);
    assertThat(byWords("part37")).isEmpty();
  }

  @Test
  void aVectorOfOtherDimensionsIsRefused() {
    Entry other = new Entry(DISK.passage(), vector(1, 0, 0));
    for (List<Entry> there : List.of(List.<Entry>of(), ALL)) {
      publish(there);

      assertThatThrownBy(() -> index().generation(MODEL).put(List.of(other)))
          .isInstanceOf(PassageIndex.IndexException.class)
          .hasMessageContainingAll("3", "4");
      assertThat(ids(MODEL)).hasSameSizeAs(there);
    }
  }

  @Test
  void whatWasPutBeforeTheBotWasKilledIsThereWhenItGoesOn() {
    index().generation(MODEL).put(List.of(DISK, DATABASE));

    reopen();
    assertThat(index().stamp()).isEmpty();
    assertThat(ids(MODEL)).containsExactlyInAnyOrder(DISK.passage().id(), DATABASE.passage().id());

    publish(List.of(NETWORK));
    assertThat(byWords("primary")).containsExactly(DATABASE.passage());
    assertThat(byMeaning(0, 0, 1, 0)).hasSize(3);
  }

  @Test
  void whatIsPublishedStaysSoWhenTheBotStartsAgain() {
    publish(ALL);

    reopen();

    assertThat(index().stamp()).contains(stamp(MODEL, 1));
    assertThat(byWords("primary")).containsExactly(DATABASE.passage());
    assertThat(ids(MODEL)).hasSize(4);
  }

  @Test
  void theStampIsTheLastOneWithNothingLeftOfThoseBefore() {
    publish(ALL);
    Stamp later = new Stamp(MODEL, Map.of("other", "f".repeat(40)), stamp(MODEL, 2).at());

    index().generation(MODEL).publish(later);

    assertThat(index().stamp()).contains(later);
    reopen();
    assertThat(index().stamp()).contains(later);
  }

  @Test
  void anEmptyIndexCanBePublished() {
    publish(List.of());

    assertThat(index().stamp()).contains(stamp(MODEL, 1));
    assertThat(byWords("disk")).isEmpty();
    assertThat(byMeaning(1, 0, 0, 0)).isEmpty();
  }

  @Test
  void anotherModelsPassagesAreNotSeenBeforeTheyArePublishedAndThenAlone() {
    publish(List.of(DISK, DATABASE));
    Generation other = index().generation(OTHER_MODEL);
    assertThat(other.ids()).isEmpty();
    other.put(List.of(NETWORK));

    assertThat(index().stamp()).contains(stamp(MODEL, 1));
    assertThat(byWords("restart")).containsExactly(DATABASE.passage());

    other.publish(stamp(OTHER_MODEL, 2));
    assertThat(index().stamp()).contains(stamp(OTHER_MODEL, 2));
    assertThat(byWords("restart disk")).containsExactly(NETWORK.passage());
    assertThat(byMeaning(1, 0, 0, 0)).containsExactly(NETWORK.passage());
  }

  @Test
  void anotherModelMayHaveOtherDimensions() {
    publish(ALL);
    Embedder.Model wide = new Embedder.Model(MODEL.name(), 6);

    publish(wide, 2, List.of(new Entry(DISK.passage(), vector(0, 0, 0, 0, 0, 1))));

    assertThat(index().stamp()).contains(stamp(wide, 2));
    assertThat(byMeaning(0, 0, 0, 0, 0, 1)).containsExactly(DISK.passage());
  }

  @Test
  void whatIsReplacedIsThrownAway() {
    publish(ALL);

    publish(OTHER_MODEL, 2, List.of(DISK));
    reopen();

    assertThat(ids(OTHER_MODEL)).hasSize(1);
    assertThat(ids(MODEL)).isEmpty();
    assertThat(byWords("images")).containsExactly(DISK.passage());
  }

  @Test
  void whoSearchesMeanwhileAlwaysFindsSomething() throws Exception {
    publish(ALL);
    AtomicBoolean over = new AtomicBoolean();
    Callable<Integer> searching =
        () -> {
          int searches = 0;
          for (; !over.get(); searches++) {
            Candidates found = index().search("images", Optional.of(vector(1, 0, 0, 0)), 5);
            assertThat(passages(found.byWords())).containsExactly(DISK.passage());
            assertThat(passages(found.byMeaning())).startsWith(DISK.passage());
            assertThat(index().stamp()).isPresent();
          }
          return searches;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> searchers =
          List.of(threads.submit(searching), threads.submit(searching));
      for (int swap = 2; swap < 12; swap++) {
        publish(swap % 2 == 0 ? OTHER_MODEL : MODEL, swap, ALL);
      }
      over.set(true);
      for (Future<Integer> searcher : searchers) {
        assertThat(searcher.get()).isPositive();
      }
    }
  }

  static Stream<String> oddTexts() {
    return Stream.of(
        "🐝 swarm 👩‍👩‍👧 \"quoted\" 'single' \\ back\\slash",
        "tabs\tand\r\nlines\n\n  and spaces  ",
        "\u0000\u0001\u001b[31m control \u007f",
        "שלום עולם · 日本語のページ · ﷺ",
        "{\"json\": [1, null]} <b>&amp;</b> ${x} {{ y }}",
        "x".repeat(40_000),
        "a long page about disks. ".repeat(64 * 1024 / 25));
  }

  @ParameterizedTest
  @MethodSource("oddTexts")
  void aTextComesBackAsItWasWritten(String text) {
    Entry odd = entry(List.of("Odd \"title\" 🐝", "b > c", ""), text, 1, 0, 0, 0);
    publish(List.of(odd, NETWORK));

    reopen();

    assertThat(byMeaning(1, 0, 0, 0)).startsWith(odd.passage());
    assertThat(ids(MODEL)).contains(odd.passage().id());
    assertThat(byWords("title")).containsExactly(odd.passage());
  }
}
