package skep.runbooks.index.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static skep.runbooks.index.SampleEntries.ALL;
import static skep.runbooks.index.SampleEntries.DISK;
import static skep.runbooks.index.SampleEntries.MODEL;
import static skep.runbooks.index.SampleEntries.OTHER_MODEL;
import static skep.runbooks.index.SampleEntries.many;
import static skep.runbooks.index.SampleEntries.stamp;
import static skep.runbooks.index.SampleEntries.vector;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.PassageIndex.Entry;
import skep.runbooks.index.PassageIndex.Generation;
import skep.runbooks.index.PassageIndex.IndexException;
import skep.runbooks.passages.Passage;

/** The server is killed while it is written to, and comes back with what it had. */
class QdrantFaultsTest {
  private final QdrantServer server = QdrantServer.start();
  private final PassageIndex index = QdrantPassageIndex.connect(server.options());

  @AfterEach
  void stop() {
    index.close();
    server.close();
  }

  private static Set<String> ids(List<Entry> entries) {
    return entries.stream().map(entry -> entry.passage().id()).collect(Collectors.toSet());
  }

  private void publish(Embedder.Model model, int number, List<Entry> entries) {
    Generation generation = index.generation(model);
    generation.put(entries);
    generation.publish(stamp(model, number));
  }

  private List<Passage> found(String words) {
    List<String> ids =
        index.search(words, Optional.empty(), 10).byWords().stream()
            .map(PassageIndex.Hit::id)
            .toList();
    return List.copyOf(index.passages(ids).values());
  }

  /** What a synchronisation does: what is missing is put, what is too much is removed. */
  private void synchronize(Embedder.Model model, int number, List<Entry> entries) {
    Generation generation = index.generation(model);
    Set<String> there = generation.ids();
    List<Entry> missing = new ArrayList<>(entries);
    missing.removeIf(entry -> there.contains(entry.passage().id()));
    generation.put(missing);
    Set<String> left = new java.util.HashSet<>(there);
    left.removeAll(ids(entries));
    generation.remove(left);
    generation.publish(stamp(model, number));
  }

  @ParameterizedTest
  @CsvSource({"false, 3", "true, 3", "false, 1", "true, 10"})
  void aSynchronisationThatBrokeOffGoesOnWhereItWasAndLeavesNothing(boolean done, int upsert) {
    List<Entry> entries = many(1000);
    if (done) {
      server.diesAfter("Upsert", upsert);
    } else {
      server.diesBefore("Upsert", upsert);
    }
    assertThatThrownBy(() -> synchronize(MODEL, 1, entries))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("could not put passages into skep-runbooks-");

    server.startAgain();
    int before = done ? upsert * 100 : (upsert - 1) * 100;
    assertThat(index.generation(MODEL).ids()).hasSize(before);
    long upserts = upserts();
    synchronize(MODEL, 1, entries);

    assertThat(upserts() - upserts).isEqualTo((1000 - before) / 100);
    assertThat(index.generation(MODEL).ids()).isEqualTo(ids(entries));
    assertThat(index.stamp()).contains(stamp(MODEL, 1));
    assertThat(server.collections()).hasSize(1);
  }

  private long upserts() {
    return server.calls().stream().filter("Upsert"::equals).count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Create", "Upsert", "Update", "ListAliases", "UpdateAliases"})
  void aSwapThatBreaksOffBeforeItsStepLeavesTheOldOneSearched(String step) {
    publish(MODEL, 1, ALL);
    server.diesBefore(step, 1);

    assertThatThrownBy(() -> publish(OTHER_MODEL, 2, List.of(DISK)))
        .isInstanceOf(IndexException.class);
    server.startAgain();

    assertThat(index.stamp()).contains(stamp(MODEL, 1));
    assertThat(found("primary")).hasSize(1);
    synchronize(OTHER_MODEL, 2, List.of(DISK));
    assertOnlyDiskIsThere();
  }

  @ParameterizedTest
  @CsvSource({"UpdateAliases, true", "Delete, false", "Delete, true"})
  void aSwapThatBreaksOffAfterTheAliasMovedIsDoneAndTheNextOneTidiesUp(String step, boolean done) {
    publish(MODEL, 1, ALL);
    if (done) {
      server.diesAfter(step, 1);
    } else {
      server.diesBefore(step, 1);
    }

    assertThatThrownBy(() -> publish(OTHER_MODEL, 2, List.of(DISK)))
        .isInstanceOf(IndexException.class);
    server.startAgain();

    assertThat(index.stamp()).contains(stamp(OTHER_MODEL, 2));
    assertThat(found("images primary")).containsExactly(DISK.passage());
    synchronize(OTHER_MODEL, 2, List.of(DISK));
    assertOnlyDiskIsThere();
  }

  private void assertOnlyDiskIsThere() {
    assertThat(index.stamp()).contains(stamp(OTHER_MODEL, 2));
    assertThat(found("images primary")).containsExactly(DISK.passage());
    assertThat(server.collections()).hasSize(1);
    assertThat(server.store().aliases())
        .containsExactly(
            java.util.Map.entry("skep-runbooks", server.collections().iterator().next()));
  }

  @Test
  void aChangeOfWhatIsPublishedThatBreaksOffKeepsTheOldStampSoThatItIsDoneAgain() {
    publish(MODEL, 1, List.of(DISK));
    server.diesBefore("Update", 1);

    assertThatThrownBy(() -> synchronize(MODEL, 2, ALL)).isInstanceOf(IndexException.class);
    server.startAgain();

    assertThat(index.stamp()).contains(stamp(MODEL, 1));
    synchronize(MODEL, 2, ALL);
    assertThat(index.stamp()).contains(stamp(MODEL, 2));
    assertThat(index.generation(MODEL).ids()).isEqualTo(ids(ALL));
  }

  @Test
  void aModelThatWasBegunAndGivenUpLeavesNoCollection() {
    index.generation(new Embedder.Model("given up", 4)).put(ALL);

    publish(MODEL, 1, List.of(DISK));

    assertThat(server.collections()).hasSize(1);
  }

  @Test
  void collectionsOfOthersAreLeftAlone() {
    try (PassageIndex other =
        QdrantPassageIndex.connect(server.options().named("skep-runbooks-staging"))) {
      other.generation(MODEL).put(ALL);
      other.generation(MODEL).publish(stamp(MODEL, 7));
    }
    publish(MODEL, 1, List.of(DISK));
    publish(OTHER_MODEL, 2, List.of(DISK));

    assertThat(server.collections()).hasSize(2);
    assertThat(server.store().aliases()).containsKey("skep-runbooks-staging");
  }

  @Test
  void aServerThatCameBackIsAskedAtOnce() {
    publish(MODEL, 1, ALL);
    server.stop();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(index::stamp).isInstanceOf(IndexException.class);
    }

    server.startAgain();

    assertThat(index.stamp()).isPresent();
    assertThat(index.search("disk", Optional.of(vector(1, 0, 0, 0)), 5).byMeaning()).isNotEmpty();
  }

  @Test
  void batchesAreBoundedByTheirBytesTooAndEachIsWaitedFor() {
    List<Entry> large =
        many(30).stream()
            .map(entry ->
                new Entry(
                    new Passage(
                        entry.passage().path(),
                        entry.passage().headings(),
                        "",
                        entry.passage().text() + " word".repeat(30_000)),
                    entry.vector()))
            .toList();

    publish(MODEL, 1, large);

    assertThat(upserts()).isBetween(5L, 7L);
    assertThat(index.generation(MODEL).ids()).isEqualTo(ids(large));
    // All of them with their texts are more than gRPC reads unless it is told to.
    assertThat(index.passages(ids(large))).hasSize(30);
  }
}
