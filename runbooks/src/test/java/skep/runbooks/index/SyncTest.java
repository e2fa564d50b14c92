package skep.runbooks.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.Sync.Report;
import skep.runbooks.index.lucene.LucenePassageIndex;
import skep.runbooks.passages.Page;
import skep.runbooks.passages.Passage;

class SyncTest {
  private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

  @TempDir private Path folder;
  private final WordsEmbedder embedder = new WordsEmbedder("words 1");
  private PassageIndex index;

  @BeforeEach
  void open() {
    index = LucenePassageIndex.in(folder);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void onlyWhatIsNewIsEmbeddedAndWhatIsGoneIsRemoved() throws InterruptedException {
    Report first = bring(embedder, "1", page("a.md", "mongo stalls"), page("b.md", "disk is full"));
    embedder.embedded.clear();

    Report second =
        bring(embedder, "2", page("a.md", "mongo stalls"), page("c.md", "certificate expired"));

    assertThat(first).isEqualTo(new Report(2, 2, 0));
    assertThat(second).isEqualTo(new Report(2, 1, 1));
    assertThat(embedder.embedded).singleElement().asString().contains("certificate expired");
    assertThat(found("disk is full")).doesNotContain("b.md");
    assertThat(found("certificate expired")).startsWith("c.md");
  }

  @Test
  void theStampSaysWhichCommitsAreThereAndSinceWhen() throws InterruptedException {
    bring(embedder, "1", page("a.md", "mongo stalls"));
    bring(embedder, "2", page("a.md", "mongo stalls"));

    assertThat(index.stamp()).contains(new Stamp(embedder.model(), Map.of("", "2"), NOW));
  }

  @Test
  void twoPagesWithOneTitleAndOneTextAreBothThere() throws InterruptedException {
    Report report = bring(embedder, "1", page("a.md", "the same"), page("b.md", "the same"));

    assertThat(report.passages()).isEqualTo(2);
    assertThat(found("the same")).contains("a.md", "b.md");
  }

  @Test
  void aProgramThatWasKilledLeavesNothingTwiceAndNothingOld() throws InterruptedException {
    Page[] pages =
        IntStream.range(0, 500)
            .mapToObj(i -> page("p%d.md".formatted(i), "page number n%d".formatted(i)))
            .toArray(Page[]::new);
    bring(embedder, "1", page("old.md", "an old page"));

    assertThatThrownBy(() -> bring(dyingAfter(300), "2", pages)).hasMessage("killed");
    assertThat(found("an old page")).as("nothing goes before the new is there").contains("old.md");
    index.close();
    index = LucenePassageIndex.in(folder);
    embedder.embedded.clear();
    Report report = bring(embedder, "2", pages);

    assertThat(report).isEqualTo(new Report(500, 244, 1));
    assertThat(index.generation(embedder.model()).ids()).hasSize(500);
    assertThat(found("an old page")).doesNotContain("old.md");
    assertThat(found("page number n137")).startsWith("p137.md");
  }

  @Test
  void anotherModelIsBuiltBesideTheOneThatIsSearched() throws Exception {
    Page[] pages =
        IntStream.range(0, 300)
            .mapToObj(i -> page("p%d.md".formatted(i), "page number n%d".formatted(i)))
            .toArray(Page[]::new);
    bring(embedder, "1", pages);
    AtomicBoolean over = new AtomicBoolean();
    List<String> gaps = new ArrayList<>();
    Thread asking =
        Thread.ofPlatform()
            .start(() -> {
              while (!over.get()) {
                // By words alone: vectors of two models cannot be compared.
                if (index
                    .search("page number n42", java.util.Optional.empty(), 5)
                    .byWords()
                    .isEmpty()) {
                  gaps.add("nothing found");
                }
              }
            });

    Report report = bring(new WordsEmbedder("words 2"), "1", pages);
    over.set(true);
    asking.join();

    assertThat(report).isEqualTo(new Report(300, 300, 0));
    assertThat(gaps).isEmpty();
    assertThat(index.stamp().orElseThrow().model().name()).isEqualTo("words 2");
  }

  @Test
  void aSyncThatIsAskedToEndKeepsWhatIsDone() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> bring(embedder, "1", page("a.md", "mongo stalls")))
        .isInstanceOf(InterruptedException.class);
    assertThat(index.stamp()).isEmpty();
  }

  /** Ends like a program that is killed, after so many passages. */
  private Embedder dyingAfter(int passages) {
    return new Embedder() {
      private int left = passages;

      @Override
      public Model model() {
        return embedder.model();
      }

      @Override
      public float[] question(String text) {
        return embedder.question(text);
      }

      @Override
      public List<float[]> passages(List<String> texts) {
        left -= texts.size();
        if (left < 0) {
          throw new IllegalStateException("killed");
        }
        return embedder.passages(texts);
      }

      @Override
      public void close() {}
    };
  }

  private Report bring(Embedder with, String commit, Page... pages) throws InterruptedException {
    return new Sync(index, with, InstantSource.fixed(NOW))
        .bring(new Library(Map.of("", commit), Arrays.asList(pages), List.of()));
  }

  private List<String> found(String question) {
    return new Search(index, embedder, Search.Thresholds.DEFAULT)
        .find(question, 10).passages().stream().map(Passage::path).toList();
  }

  private static Page page(String path, String text) {
    return new Page(path, "# Title\n\n" + text + "\n");
  }
}
