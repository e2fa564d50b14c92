package skep.runbooks.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.embedding.onnx.OnnxEmbedder;
import skep.runbooks.index.lucene.LucenePassageIndex;
import skep.runbooks.passages.Page;
import skep.runbooks.passages.Passage;

/** A few pages, the real model, the real index. */
class SearchTest {
  @TempDir private static Path folder;
  private static OnnxEmbedder embedder;
  private static PassageIndex index;

  @BeforeAll
  static void index() throws InterruptedException {
    embedder = OnnxEmbedder.start(2);
    index = LucenePassageIndex.in(folder);
    new Sync(index, embedder, InstantSource.system())
        .bring(
            new Library(
                Map.of("", "c0ffee"),
                List.of(
                    page(
                        "mongo.md",
                        "MongoDB has no primary",
                        "The replica set elects nobody. Look at rs.status() and bring a second member back before anything else."),
                    page(
                        "restic.md",
                        "restic: repository is locked",
                        "Another backup may run. Only where its process is gone, type `restic unlock`."),
                    page(
                        "quorum.md",
                        "The Swarm lost its quorum",
                        "Two of three managers are down. On the last one: `docker swarm init --force-new-cluster`."),
                    page(
                        "KubePodNotReady.md",
                        "KubePodNotReady",
                        "The pod has not been ready for more than fifteen minutes."),
                    page(
                        "cert.md",
                        "Traefik serves an expired certificate",
                        "Look whether acme.json is writable, and whether port 80 is reached from outside.")),
                List.of()));
  }

  @AfterAll
  static void close() {
    index.close();
    embedder.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the mongo primary keeps stepping down, what now? | mongo.md",
        "unable to create lock in backend: repository is already locked | restic.md",
        "we have only one manager left | quorum.md",
        "KubePodNotReady | KubePodNotReady.md",
        "the pod is not ready | KubePodNotReady.md",
        "browser says NET::ERR_CERT_DATE_INVALID | cert.md",
        "Wie entsperre ich das restic Repository? | restic.md",
      })
  void theRightPageIsFirst(String question, String page) {
    Search.Found found = search().find(question, 3);

    assertThat(found.passages()).extracting(Passage::path).startsWith(page);
  }

  @ParameterizedTest
  @ValueSource(strings = {"how do I bake a sourdough bread?", "who won the football cup in 1998?"})
  void whatNoPageIsAboutIsNotAnswered(String question) {
    Search.Found found = search().find(question, 3);

    assertThat(found.verdict()).isEqualTo(Search.Verdict.FAR);
    assertThat(found.ranked()).isNotEmpty();
  }

  @Test
  void whatMayBeAboutItIsLeftToWhoeverReadsIt() {
    assertThat(search().find("the mongo primary keeps stepping down, what now?", 3).verdict())
        .isIn(Search.Verdict.UNSURE, Search.Verdict.CLEAR);
  }

  @Test
  void whatAPageIsAboutIsAnswered() {
    assertThat(search().find("the repository of restic is locked", 3).verdict())
        .isEqualTo(Search.Verdict.CLEAR);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  \n ", "\t"})
  void aQuestionWithoutTextFindsNothing(String question) {
    assertThat(search().find(question, 3))
        .isEqualTo(new Search.Found(List.of(), Search.Verdict.FAR));
  }

  @Test
  void aTraceOfTenThousandLinesIsReadFromItsBeginning() {
    String trace =
        "restic: unable to create lock, repository is already locked\n"
            + "  at lines.of.a.trace(Trace.java:12)\n".repeat(10_000);

    assertThat(search().find(trace, 1).passages())
        .extracting(Passage::path)
        .containsExactly("restic.md");
  }

  @Test
  void onlyEmojiIsAQuestionLikeAnyOther() {
    assertThat(search().find("🔥🔥🔥", 3).verdict()).isEqualTo(Search.Verdict.FAR);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the repository of restic is locked | restic.md",
        "KubePodNotReady | KubePodNotReady.md",
        "Traefik serves an expired certificate | cert.md",
      })
  void withoutTheEmbedderWordsAndHeadingsFindThePageAndNobodyIsSure(String question, String page) {
    Search.Found found = new Search(index, new Away(), Search.Thresholds.DEFAULT).find(question, 3);

    assertThat(found.passages()).extracting(Passage::path).startsWith(page);
    assertThat(found.verdict()).isEqualTo(Search.Verdict.UNSURE);
  }

  @Test
  void withoutTheEmbedderWhatHasNoWordInCommonIsNotAnswered() {
    Search search = new Search(index, new Away(), Search.Thresholds.DEFAULT);

    assertThat(search.find("sourdough bread", 3))
        .isEqualTo(new Search.Found(List.of(), Search.Verdict.FAR));
  }

  @Test
  void whoMeasuresIsToldThatTheEmbedderIsAway() {
    Search strict = Search.strict(index, new Away(), Search.Thresholds.DEFAULT);

    assertThatThrownBy(() -> strict.find("KubePodNotReady", 3))
        .isInstanceOf(Embedder.EmbeddingException.class)
        .hasMessage("the embedder is away");
  }

  @Test
  void aPageThatGoesMeanwhileDoesNotMakeOthersAnAnswer() {
    String question = "restic: repository is locked";
    Search search = new Search(new Gone(index, "restic.md"), embedder, Search.Thresholds.DEFAULT);

    Search.Found found = search.find(question, 3);

    assertThat(search().find(question, 1).verdict()).isEqualTo(Search.Verdict.CLEAR);
    assertThat(found.passages()).extracting(Passage::path).doesNotContain("restic.md");
    assertThat(found.verdict()).isEqualTo(Search.Verdict.FAR);
  }

  private static Search search() {
    return new Search(index, embedder, Search.Thresholds.DEFAULT);
  }

  private static Page page(String path, String title, String text) {
    return new Page(path, "# %s\n\n%s\n".formatted(title, text));
  }

  /** The real model, which does not answer. */
  private record Away() implements Embedder {
    @Override
    public Model model() {
      return embedder.model();
    }

    @Override
    public float[] question(String text) {
      throw new EmbeddingException("the embedder is away", new IOException("refused"));
    }

    @Override
    public List<float[]> passages(List<String> texts) {
      throw new EmbeddingException("the embedder is away", new IOException("refused"));
    }

    @Override
    public void close() {}
  }

  /** One whose page is taken out after it was found and before it is read. */
  private record Gone(PassageIndex whole, String path) implements PassageIndex {
    @Override
    public Optional<Stamp> stamp() {
      return whole.stamp();
    }

    @Override
    public Generation generation(Embedder.Model model) {
      return whole.generation(model);
    }

    @Override
    public Candidates search(String question, Optional<float[]> vector, int most) {
      return whole.search(question, vector, most);
    }

    @Override
    public Map<String, Passage> passages(Collection<String> ids) {
      return whole.passages(ids).entrySet().stream()
          .filter(one -> !one.getValue().path().equals(path))
          .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public void close() {}
  }
}
