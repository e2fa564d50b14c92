package skep.commands.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.estate.RunbookPolicy;
import skep.deploy.estate.RunbookPolicy.Place;
import skep.deploy.estate.RunbookPolicy.Repository;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.embedding.onnx.OnnxEmbedder;
import skep.runbooks.index.Search;
import skep.runbooks.index.lucene.LucenePassageIndex;
import skep.runbooks.passages.Passage;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.RepositoryException;

class RunbooksTest {
  private static final String VPN = "# The VPN is down\n\nRestart wireguard.\n";
  private static OnnxEmbedder model;

  @TempDir private Path folder;
  private final PagesEstate estate =
      new PagesEstate().with("runbooks/disk.md", "# The disk is full\n\nRemove old images.\n");
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-29T10:00:00Z"));
  private final Set<String> secrets = new HashSet<>();
  private final List<String> asked = new ArrayList<>();
  private final Set<String> away = new HashSet<>();
  private boolean embedderStarts = true;
  private boolean embedderAnswers = true;
  private Runbooks runbooks = opened();

  @BeforeAll
  static void start() {
    model = OnnxEmbedder.start(2);
  }

  @AfterAll
  static void end() {
    model.close();
  }

  @AfterEach
  void close() {
    runbooks.close();
  }

  @Test
  void anEmbedderThatCannotStartAtFirstIsStartedWithALaterLook() throws InterruptedException {
    embedderStarts = false;

    assertThatThrownBy(runbooks::look).hasMessage("the embedder cannot start");
    runbooks.failed("they were not read: the embedder cannot start");
    assertThat(runbooks.state())
        .isEqualTo(new Runbooks.State.NotRead("they were not read: the embedder cannot start"));

    embedderStarts = true;
    runbooks.look();
    assertThat(found("the disk is full")).startsWith("runbooks/disk.md");
  }

  @Test
  void whatAnEarlierBotReadIsSearchedByWordsWhileTheEmbedderIsAway() throws InterruptedException {
    runbooks.look();
    runbooks.close();
    runbooks = opened();
    embedderAnswers = false;
    estate.with("runbooks/vpn.md", VPN);

    assertThatThrownBy(runbooks::look).hasMessage("the embedder is away");
    runbooks.failed("they were not read: the embedder is away");
    assertThat(found("the disk is full")).containsExactly("runbooks/disk.md");

    embedderAnswers = true;
    runbooks.look();
    assertThat(found("the VPN is down")).startsWith("runbooks/vpn.md");
  }

  @Test
  void aSecretThatIsLearntLaterIsTakenOutWithTheNextReading() throws InterruptedException {
    estate.with("runbooks/login.md", "# Login\n\nThe password is hunter2hunter2.\n");
    runbooks.look();
    assertThat(texts("login password")).contains("hunter2hunter2");

    secrets.add("hunter2hunter2");
    now.updateAndGet(before -> before.plus(Duration.ofMinutes(10)));
    runbooks.look();

    assertThat(texts("login password"))
        .contains("The password is (redacted).")
        .doesNotContain("hunter2hunter2");
    assertThat(texts("hunter2hunter2")).doesNotContain("hunter2hunter2");
  }

  @Test
  void aRepositoryThatCannotBeReachedLeavesTheOthersSearchableAndIsNamed()
      throws InterruptedException {
    beside("handbook", "wiki");
    away.add("wiki");

    List<String> log = logged(() -> look());

    assertThat(found("the VPN is down")).contains("handbook:docs/vpn.md");
    assertThat(found("the disk is full")).startsWith("runbooks/disk.md");
    assertThat(log).contains("the runbooks of wiki cannot be read: wiki does not answer");
    assertThat(searchable().stamp().commits()).containsOnlyKeys("", "handbook");

    away.clear();
    now.updateAndGet(before -> before.plus(Duration.ofMinutes(10)));
    runbooks.look();
    assertThat(found("the VPN is down")).contains("handbook:docs/vpn.md", "wiki:docs/vpn.md");
  }

  @Test
  void othersAreAskedNowAndThenAlsoAfterAClockWasSetBack() throws InterruptedException {
    beside("handbook");
    runbooks.look();
    runbooks.look();
    assertThat(asked).hasSize(1);

    now.updateAndGet(before -> before.minus(Duration.ofDays(1)));
    runbooks.look();
    runbooks.look();

    assertThat(asked).hasSize(2);
    assertThat(searchable().stamp().at()).isEqualTo(now.get());
  }

  private Runbooks opened() {
    return new Runbooks(
        estate,
        repository -> newest(repository.url()),
        () -> {
          if (!embedderStarts) {
            throw failure("the embedder cannot start");
          }
          return new Runbooks.Tools(
              LucenePassageIndex.in(folder), new Sometimes(), Search.Thresholds.DEFAULT);
        },
        text -> secrets.stream().reduce(text, (one, secret) -> one.replace(secret, "(redacted)")),
        now::get);
  }

  private FileTree newest(String url) {
    asked.add(url);
    if (away.contains(url)) {
      throw new RepositoryException(url + " does not answer");
    }
    return new PagesEstate().with("docs/vpn.md", VPN).at("").tree();
  }

  private void beside(String... names) {
    Map<String, Repository> others = new HashMap<>();
    for (String name : names) {
      others.put(name, new Repository(name, new Place(List.of("docs"), Optional.empty())));
    }
    estate.policy = new RunbookPolicy(RunbookPolicy.DEFAULT.own(), others);
  }

  private void look() {
    try {
      runbooks.look();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Runbooks.State.Searchable searchable() {
    assertThat(runbooks.state()).isInstanceOf(Runbooks.State.Searchable.class);
    return (Runbooks.State.Searchable) runbooks.state();
  }

  private List<Passage> passages(String question) {
    return searchable().search().find(question, 5).passages();
  }

  private List<String> found(String question) {
    return passages(question).stream().map(Passage::path).toList();
  }

  private String texts(String question) {
    return passages(question).toString();
  }

  /** What this thread says meanwhile: other tests write to the same log. */
  private static List<String> logged(Runnable work) {
    Logger logger = Logger.getLogger(Runbooks.class.getName());
    Thread own = Thread.currentThread();
    List<String> lines = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord written) {
            if (Thread.currentThread().equals(own)) {
              lines.add(MessageFormat.format(written.getMessage(), written.getParameters()));
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try {
      work.run();
    } finally {
      logger.removeHandler(handler);
    }
    return lines;
  }

  private static Embedder.EmbeddingException failure(String why) {
    return new Embedder.EmbeddingException(why, new IOException("refused"));
  }

  /** The model of all tests, which answers when the test wants it to. */
  private final class Sometimes implements Embedder {
    private <T> T answered(Supplier<T> answer) {
      if (!embedderAnswers) {
        throw failure("the embedder is away");
      }
      return answer.get();
    }

    @Override
    public Model model() {
      return answered(model::model);
    }

    @Override
    public float[] question(String text) {
      return answered(() -> model.question(text));
    }

    @Override
    public List<float[]> passages(List<String> texts) {
      return answered(() -> model.passages(texts));
    }

    @Override
    public void close() {}
  }
}
