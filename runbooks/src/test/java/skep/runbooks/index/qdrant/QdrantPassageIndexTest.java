package skep.runbooks.index.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static skep.runbooks.index.SampleEntries.ALL;
import static skep.runbooks.index.SampleEntries.MODEL;
import static skep.runbooks.index.SampleEntries.OTHER_MODEL;
import static skep.runbooks.index.SampleEntries.vector;

import io.qdrant.client.grpc.Collections.AliasOperations;
import io.qdrant.client.grpc.Collections.CreateAlias;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.PassageIndex.Entry;
import skep.runbooks.index.PassageIndex.Hit;
import skep.runbooks.index.PassageIndexContract;
import skep.runbooks.index.Terms;
import skep.runbooks.passages.Passage;

class QdrantPassageIndexTest extends PassageIndexContract {
  private final QdrantServer server = QdrantServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  protected PassageIndex open() {
    return QdrantPassageIndex.connect(server.options());
  }

  private List<String> callsOf(Runnable doing) {
    int before = server.calls().size();
    doing.run();
    return server.calls().subList(before, server.calls().size());
  }

  @Test
  void aSearchIsOneCall() {
    publish(ALL);

    assertThat(callsOf(() -> index().search("disk", Optional.of(vector(1, 0, 0, 0)), 5)))
        .containsExactly("QueryBatch");
    assertThat(callsOf(() -> index().search("the", Optional.empty(), 5))).isEmpty();
  }

  @Test
  void passagesAreReadInOneCallAndNotAskedForWhereNoneCanBeThere() {
    publish(ALL);
    Set<String> all = ids(MODEL);

    assertThat(callsOf(() -> index().passages(all))).containsExactly("Get");
    assertThat(callsOf(() -> index().passages(List.of("no id")))).isEmpty();
  }

  @Test
  void whatWasPublishedWithOtherVectorsIsNone() {
    publish(ALL);
    String name = new CollectionNames("skep-runbooks").of(MODEL);
    Map<String, Value> metadata = server.store().find(name).info().getConfig().getMetadataMap();
    server.store().create(CreateCollection.newBuilder().setCollectionName("older").build());
    server.store().find("older").merge(metadata);
    CreateAlias older =
        CreateAlias.newBuilder().setAliasName("skep-runbooks").setCollectionName("older").build();
    server.store().change(List.of(AliasOperations.newBuilder().setCreateAlias(older).build()));
    assertThat(index().stamp()).isEmpty();

    publish(List.of());

    assertThat(index().stamp()).isPresent();
    assertThat(byHeadings("certificates")).hasSize(1);
  }

  @Test
  void theAliasMovesInOneCallAndStaysWhereItIsWhenOnlyTheStampIsNew() {
    publish(ALL);

    assertThat(callsOf(() -> publish(OTHER_MODEL, 2, ALL)))
        .containsSubsequence("Create", "Upsert", "Update", "UpdateAliases", "Delete")
        .containsOnlyOnce("UpdateAliases");
    assertThat(callsOf(() -> publish(OTHER_MODEL, 3, List.of()))).doesNotContain("UpdateAliases");
  }

  @Test
  void theScoreOfWordsIsBm25() {
    publish(ALL);

    List<Hit> found = index().search("restart primary", Optional.empty(), 10).byWords();

    assertThat(found).hasSize(3);
    assertThat(found)
        .allSatisfy(hit -> {
          double expected =
              bm25("restart", Passage::searched, 126, hit)
                  + bm25("primari", Passage::searched, 126, hit);
          assertThat(hit.score()).isCloseTo(expected, within(1e-5));
        });
  }

  @Test
  void theScoreOfHeadingsIsBm25OfShorterTexts() {
    publish(ALL);

    List<Hit> found = index().search("traefik", Optional.empty(), 10).byHeadings();

    assertThat(found).hasSize(1);
    assertThat(found.getFirst().score())
        .isCloseTo(bm25("traefik", Passage::about, 9, found.getFirst()), within(1e-5));
  }

  private static double bm25(String term, Function<Passage, String> text, double average, Hit hit) {
    List<List<String>> all = ALL.stream().map(entry -> terms(text.apply(entry.passage()))).toList();
    long having = all.stream().filter(terms -> terms.contains(term)).count();
    double rareness = Math.log((ALL.size() - having + 0.5) / (having + 0.5) + 1);
    List<String> terms =
        ALL.stream()
            .map(Entry::passage)
            .filter(passage -> passage.id().equals(hit.id()))
            .map(passage -> terms(text.apply(passage)))
            .findFirst()
            .orElseThrow();
    int count = Collections.frequency(terms, term);
    return rareness * count * 1.9 / (count + 0.9 * (0.6 + 0.4 * terms.size() / average));
  }

  private static List<String> terms(String text) {
    try (Terms terms = new Terms()) {
      return terms.of(text);
    }
  }

  @Test
  void aCollectionIsNamedByItsModelAndItsDimensions() {
    index().generation(MODEL);
    index().generation(OTHER_MODEL);

    assertThat(server.collections())
        .hasSize(2)
        .allMatch(name -> name.matches("skep-runbooks-[0-9a-f]{12}"));
    assertThat(new CollectionNames("skep-runbooks").of(MODEL)).isIn(server.collections());
    assertThat(new CollectionNames("a.b").has("a.b-0123456789ab")).isTrue();
    assertThat(new CollectionNames("a.b").has("axb-0123456789ab")).isFalse();
    assertThat(new CollectionNames("a").has("a-b-0123456789ab")).isFalse();
  }
}
