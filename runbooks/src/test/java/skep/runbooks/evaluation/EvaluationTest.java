package skep.runbooks.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.embedding.onnx.OnnxEmbedder;
import skep.runbooks.evaluation.Abstention.At;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.Search;
import skep.runbooks.index.lucene.LucenePassageIndex;

class EvaluationTest {
  @TempDir private Path folder;
  private final List<String> said = new ArrayList<>();

  @Test
  void aRunHasALineForEachPageTheBestFirst() throws Exception {
    corpus();
    Path queries = write("q.jsonl", "{\"id\":\"q1\",\"query\":\"certificate expired\"}");
    Path run = folder.resolve("run.txt");

    with(evaluation -> evaluation.retrieve(folder.resolve("corpus"), queries, run));

    List<String> lines = Files.readAllLines(run);
    assertThat(lines).hasSize(3).allMatch(line -> line.split("\t").length == 6);
    assertThat(lines.getFirst()).matches("q1\tQ0\ttls/cert.md\t1\t0\\.\\d{6}\tskep");
    assertThat(lines.get(2)).startsWith("q1\tQ0\t").contains("\t3\t");
  }

  @Test
  void aBenchmarkSaysHowWellHowFastAndHowBig() throws Exception {
    corpus();
    Path queries =
        write(
            "q.jsonl",
            "{\"id\":\"q1\",\"query\":\"certificate expired\",\"relevant\":[\"tls/cert.md\"]}",
            "{\"id\":\"q2\",\"query\":\"mongo has no primary\",\"relevant\":[\"mongo.md\"]}");
    Path none = write("u.jsonl", "{\"id\":\"u1\",\"query\":\"how do I bake bread?\"}");

    with(evaluation -> evaluation.bench(folder.resolve("corpus"), queries, Optional.of(none)));

    assertThat(String.join("\n", said))
        .contains("left out: notes.md: it is no text")
        .contains("3 pages, 3 passages; 3 embedded")
        .contains("1.000 / 1.000 / 1.000  (2 queries)")
        .contains("AUROC      1.000  (1 questions")
        .contains("latency p50, p95");
  }

  @Test
  void figuresAreThoseOfTheTextbook() {
    List<Query> queries =
        List.of(
            new Query("a", "?", java.util.Set.of("x", "y")),
            new Query("b", "?", java.util.Set.of("z")));
    Run run =
        new Run(
            java.util.Map.of(
                "a", pages("n", "x", "m", "y"),
                "b", pages("n", "m", "o", "p", "q", "z")),
            List.of());

    Quality quality = Quality.of(queries, run);

    assertThat(quality.recall1()).isZero();
    assertThat(quality.recall3()).isEqualTo((1 / 2.0 + 0) / 2);
    assertThat(quality.recall5()).isEqualTo((2 / 2.0 + 0) / 2);
    assertThat(quality.mrr()).isEqualTo((1 / 2.0 + 1 / 6.0) / 2, within(1e-9));
    double ofA = (1 / log2(3) + 1 / log2(5)) / (1 + 1 / log2(3));
    assertThat(quality.ndcg()).isEqualTo((ofA + 1 / log2(7)) / 2, within(1e-9));
  }

  @Test
  void theThresholdIsFoundBetweenThoseThatAreAnsweredAndThoseThatAreNot() {
    Abstention abstention =
        new Abstention(List.of(0.9, 0.8, 0.75, 0.6), List.of(0.7, 0.5, 0.4, 0.3));

    assertThat(abstention.auroc()).isEqualTo(15 / 16.0);
    At best = abstention.best();
    assertThat(best.threshold()).isBetween(0.5, 0.75);
    assertThat(abstention.at(0.72)).isEqualTo(new At(0.72, 4 / 5.0, 1, 1 / 4.0));
    assertThat(abstention.heldOut(1)).hasSize(200).isEqualTo(abstention.heldOut(1));
  }

  @Test
  void aCalibrationSaysWhatToExpect() throws Exception {
    corpus();
    Path queries =
        write(
            "q.jsonl",
            "{\"id\":\"q1\",\"query\":\"certificate expired\",\"relevant\":[\"tls/cert.md\"]}",
            "{\"id\":\"q2\",\"query\":\"mongo has no primary\",\"relevant\":[\"mongo.md\"]}");
    Path none =
        write(
            "u.jsonl",
            "{\"id\":\"u1\",\"query\":\"how do I bake bread?\"}",
            "{\"id\":\"u2\",\"query\":\"who won the cup?\"}");

    with(evaluation -> evaluation.calibrate(folder.resolve("corpus"), queries, none));

    assertThat(said).anySatisfy(line -> assertThat(line).startsWith("held out"));
    assertThat(said).anySatisfy(line -> assertThat(line).startsWith("best here"));
  }

  @Test
  void aLineThatIsNoQueryIsNamed() throws IOException {
    Path broken = write("q.jsonl", "{\"id\":\"q1\",\"query\":\"a\"}", "{\"id\":");
    Path without = write("w.jsonl", "{\"id\":\"q1\"}");

    assertThatThrownBy(() -> Query.read(broken)).hasMessageContaining("q.jsonl, line 2 is no JSON");
    assertThatThrownBy(() -> Query.read(without)).hasMessageContaining("\"id\" and \"query\"");
    assertThatThrownBy(() -> Query.read(write("i.jsonl", "{\"id\":\"a b\",\"query\":\"x\"}")))
        .hasMessageContaining("no id");
  }

  @Test
  void aFolderWithoutPagesIsSaid() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));

    assertThatThrownBy(() -> Corpus.read(empty)).hasMessageContaining("has no pages");
  }

  @Test
  void queriesWithoutRelevantPagesCannotBeJudged() throws IOException {
    corpus();
    Path queries = write("q.jsonl", "{\"id\":\"q1\",\"query\":\"certificate expired\"}");

    assertThatThrownBy(() ->
            with(evaluation ->
                evaluation.bench(folder.resolve("corpus"), queries, Optional.empty())))
        .hasMessageContaining("nothing can be judged");
  }

  @Test
  void anEmbedderThatIsAwayEndsItWithItsOwnWordsAndNoFigures() throws Exception {
    corpus();
    Path queries =
        write(
            "q.jsonl",
            "{\"id\":\"q1\",\"query\":\"certificate expired\",\"relevant\":[\"tls/cert.md\"]}");
    Path run = folder.resolve("run.txt");

    for (boolean pages : List.of(false, true)) {
      try (PassageIndex index = LucenePassageIndex.in(folder.resolve("index-" + pages))) {
        Evaluation evaluation =
            new Evaluation(index, new Away(pages), Search.Thresholds.DEFAULT, said::add);
        assertThatThrownBy(
                () -> evaluation.bench(folder.resolve("corpus"), queries, Optional.empty()))
            .isInstanceOf(Embedder.EmbeddingException.class)
            .hasMessage("the embedder is away");
        assertThatThrownBy(() -> evaluation.retrieve(folder.resolve("corpus"), queries, run))
            .hasMessage("the embedder is away");
      }
    }

    assertThat(said).noneMatch(line -> line.startsWith("recall") || line.contains("written to"));
    assertThat(run).doesNotExist();
  }

  private interface Work {
    void on(Evaluation evaluation) throws Exception;
  }

  private void with(Work work) throws Exception {
    try (PassageIndex index = LucenePassageIndex.in(folder.resolve("index"));
        OnnxEmbedder embedder = OnnxEmbedder.start(2)) {
      work.on(new Evaluation(index, embedder, Search.Thresholds.DEFAULT, said::add));
    }
  }

  private void corpus() throws IOException {
    write("corpus/mongo.md", "# MongoDB has no primary", "", "The replica set elects nobody.");
    write("corpus/tls/cert.md", "# The certificate expired", "", "Renew it with Traefik.");
    write("corpus/disk.md", "# A disk is full", "", "Remove old images.");
    write("corpus/picture.png", "not a page");
    write("corpus/notes.md", "binary \0 content");
  }

  private Path write(String name, String... lines) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, List.of(lines));
  }

  private static List<Run.PageScore> pages(String... paths) {
    List<Run.PageScore> pages = new ArrayList<>();
    for (String path : paths) {
      pages.add(new Run.PageScore(path, 1.0 - pages.size() / 10.0));
    }
    return pages;
  }

  private static double log2(double of) {
    return Math.log(of) / Math.log(2);
  }

  /**
   * One that answers no question.
   *
   * @param pages whether it takes pages
   */
  private record Away(boolean pages) implements Embedder {
    @Override
    public Model model() {
      return new Model("away 1", 2);
    }

    @Override
    public float[] question(String text) {
      throw new EmbeddingException("the embedder is away", new IOException("refused"));
    }

    @Override
    public List<float[]> passages(List<String> texts) {
      return pages
          ? texts.stream().map(_ -> new float[] {1, 0}).toList()
          : List.of(question(texts.getFirst()));
    }

    @Override
    public void close() {}
  }
}
