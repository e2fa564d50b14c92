package skep.runbooks.index.qdrant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static skep.runbooks.index.SampleEntries.ALL;
import static skep.runbooks.index.SampleEntries.MODEL;
import static skep.runbooks.index.SampleEntries.OTHER_MODEL;
import static skep.runbooks.index.SampleEntries.vector;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.runbooks.index.PassageIndex;
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
          double expected = bm25("restart", hit.passage()) + bm25("primari", hit.passage());
          assertThat(hit.score()).isCloseTo(expected, within(1e-5));
        });
  }

  private static double bm25(String term, Passage passage) {
    long having = ALL.stream().filter(entry -> terms(entry.passage()).contains(term)).count();
    double rareness = Math.log((ALL.size() - having + 0.5) / (having + 0.5) + 1);
    int count = Collections.frequency(terms(passage), term);
    double length = terms(passage).size() / 126.0;
    return rareness * count * 1.9 / (count + 0.9 * (0.6 + 0.4 * length));
  }

  private static List<String> terms(Passage passage) {
    try (Terms terms = new Terms()) {
      return terms.of(passage.heading() + "\n" + passage.text());
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
