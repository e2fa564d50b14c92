package skep.commands.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.commands.Commands;
import skep.commands.access.Access;
import skep.commands.access.Directory;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Room;
import skep.deploy.estate.RunbookPolicy;
import skep.deploy.estate.RunbookPolicy.Place;
import skep.runbooks.answer.LanguageModel;
import skep.runbooks.answer.Usage;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.embedding.onnx.OnnxEmbedder;
import skep.runbooks.index.Search;
import skep.runbooks.index.lucene.LucenePassageIndex;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.RepositoryException;

class AskCommandTest {
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-11-29T10:00:00Z"));
  private static final Room OPS = new Room("r1", "ops", false);
  private static final Room LOBBY = new Room("r2", "lobby", false);
  private static final String MONGO =
      """
      # MongoDB has no primary
      ## Fix
      1. See who is there: `rs.status()`.
      2. Start the second member again: `docker service update --force mongodb_member2`.
      """;

  private static OnnxEmbedder embedder;
  @TempDir private Path folder;
  private final PagesEstate estate = new PagesEstate().with("runbooks/mongo.md", MONGO);
  private final List<String> unanswered = new CopyOnWriteArrayList<>();
  private final List<String> shown = new CopyOnWriteArrayList<>();
  private Optional<LanguageModel> model = Optional.empty();
  private OtherRepositories others =
      _ -> {
        throw new RepositoryException("there is none");
      };
  private Runbooks runbooks;
  private AskCommand command;

  @BeforeAll
  static void start() {
    embedder = OnnxEmbedder.start(2);
  }

  @AfterAll
  static void end() {
    embedder.close();
  }

  @BeforeEach
  void open() {
    runbooks =
        new Runbooks(
            estate,
            repository -> others.newest(repository),
            () ->
                new Runbooks.Tools(
                    LucenePassageIndex.in(folder), new Kept(embedder), Search.Thresholds.DEFAULT),
            text -> text.replace("hunter2hunter2", "(redacted)"),
            NOW);
    command =
        new AskCommand(
            estate,
            new Access(Directory.NONE),
            runbooks,
            new AskCommand.Writing(
                _ -> model, List.of(), text -> text, Optional.empty(), unanswered::add),
            NOW);
  }

  @AfterEach
  void close() {
    runbooks.close();
  }

  @Test
  void withoutAModelThePassagesThemselvesAreShown() throws InterruptedException {
    runbooks.look();

    Outcome outcome = ask("the mongo primary keeps stepping down, what now?");

    assertThat(outcome).isInstanceOf(Outcome.Done.class);
    assertThat(outcome.text())
        .startsWith(":book: This is what the runbooks say (no model is configured")
        .contains("MongoDB has no primary")
        .contains("docker service update --force mongodb_member2")
        .contains("runbooks/mongo.md#")
        .endsWith("_Runbooks at `00000000`, looked at just now._");
  }

  @Test
  void whatTheRunbooksDoNotSayIsSaidAndRemembered() throws InterruptedException {
    runbooks.look();

    Outcome outcome = ask("how do I bake a sourdough bread?");

    assertThat(outcome.text())
        .startsWith(":book: The runbooks do not say. Nearest pages:\n• MongoDB has no primary");
    await()
        .untilAsserted(
            () -> assertThat(unanswered).containsExactly("how do I bake a sourdough bread?"));
  }

  @Test
  void aModelsAnswerNamesItsPages() throws InterruptedException {
    runbooks.look();
    estate.policy =
        new RunbookPolicy(
            new Place(List.of("runbooks"), Optional.of("https://git.example.org/{commit}/{path}")),
            Map.of());
    model = Optional.of(says("See who is there with `rs.status()` [1]."));

    Outcome outcome = ask("mongo has no primary");

    assertThat(outcome.text())
        .startsWith(":book: See who is there with `rs.status()`")
        .contains("[1] [MongoDB has no primary")
        .contains(
            "](https://git.example.org/%s/runbooks/mongo.md#"
                .formatted(PagesEstate.commit(2).sha()));
  }

  @Test
  void whileAModelTakesItsTimeThePassagesAreThereToRead() throws InterruptedException {
    runbooks.look();
    model =
        Optional.of((_, _, _) -> {
          await().until(() -> !shown.isEmpty());
          return new LanguageModel.Turn.Text(
              "See who is there with `rs.status()` [1].", true, Usage.NONE);
        });

    Outcome outcome = ask("mongo has no primary");

    assertThat(shown)
        .singleElement()
        .asString()
        .startsWith(":mag: A model reads what the runbooks say")
        .contains("docker service update --force mongodb_member2");
    assertThat(outcome.text()).startsWith(":book: See who is there with `rs.status()`");
  }

  @Test
  void aFollowUpInTheThreadKnowsWhatWasAsked() throws InterruptedException {
    runbooks.look();
    List<List<LanguageModel.Message>> heard = new ArrayList<>();
    model =
        Optional.of((conversation, _, _) -> {
          heard.add(conversation);
          return new LanguageModel.Turn.Text(
              "See who is there with `rs.status()` [1].", true, Usage.NONE);
        });

    ask("mongo has no primary");
    ask("and then?");

    assertThat(heard.getLast().toString()).contains("mongo has no primary", "and then?");
  }

  @Test
  void beforeTheyAreReadItIsSaidThatTheyAreNot() {
    assertThat(ask("mongo has no primary"))
        .isInstanceOf(Outcome.Failed.class)
        .extracting(Outcome::text)
        .isEqualTo("I cannot look into the runbooks: they are not read yet.");
  }

  @Test
  void anEstateWithoutRunbooksSaysWhereTheyBelong() throws InterruptedException {
    estate.without("runbooks/mongo.md").with("README.md", "# Nothing");
    runbooks.look();

    assertThat(ask("mongo has no primary"))
        .isInstanceOf(Outcome.Refused.class)
        .extracting(Outcome::text)
        .asString()
        .contains("no pages in runbooks");
  }

  @Test
  void aPageThatIsPushedIsFoundAndOneThatIsGoneIsNot() throws InterruptedException {
    runbooks.look();
    estate
        .without("runbooks/mongo.md")
        .with("runbooks/disk.md", "# The disk is full\n\nRemove old images.");
    runbooks.look();

    assertThat(ask("what if the disk is full?").text())
        .contains("The disk is full")
        .doesNotContain("MongoDB");
  }

  @Test
  void encryptedPagesAndThoseThatAreNoneAreLeftOut() throws InterruptedException {
    estate
        .with("runbooks/secret.md", "# The root password is hunter2hunter2")
        .encrypted("runbooks/secret.md")
        .with("runbooks/binary.md", new byte[] {'#', 0, 1})
        .with("runbooks/huge.md", new byte[20_000_000]);
    runbooks.look();

    assertThat(ask("what is the root password?").text()).doesNotContain("hunter2");
    assertThat(runbooks.state())
        .isInstanceOfSatisfying(
            Runbooks.State.Searchable.class,
            ready ->
                assertThat(ready.leftOut())
                    .extracting(one -> one.path())
                    .containsExactlyInAnyOrder("runbooks/binary.md", "runbooks/huge.md"));
  }

  @Test
  void pagesOfAnotherRepositoryAreFoundUnderItsName() throws InterruptedException {
    estate.policy =
        new RunbookPolicy(
            RunbookPolicy.DEFAULT.own(),
            Map.of(
                "handbook",
                new RunbookPolicy.Repository(
                    "https://git.example.org/handbook",
                    new Place(
                        List.of("docs"), Optional.of("https://handbook.example.org/{path}")))));
    AtomicBoolean away = new AtomicBoolean();
    FileTree handbook =
        new PagesEstate()
            .with("docs/vpn.md", "# The VPN is down\n\nRestart wireguard.")
            .with("other.md", "# The VPN is a tunnel")
            .at("")
            .tree();
    others =
        _ -> {
          if (away.get()) {
            throw new RepositoryException("it does not answer");
          }
          return handbook;
        };
    runbooks.look();

    assertThat(ask("the vpn is down").text())
        .contains("[The VPN is down](https://handbook.example.org/docs/vpn.md")
        .doesNotContain("tunnel");
    away.set(true);
    estate.with("runbooks/more.md", "# Something else");
    runbooks.look();
    assertThat(ask("the vpn is down").text()).as("as last seen").contains("The VPN is down");
  }

  @ParameterizedTest
  @ValueSource(strings = {"🔥🔥🔥", "???", "…"})
  void aQuestionWithoutAWordIsRefused(String question) throws InterruptedException {
    runbooks.look();

    assertThat(ask(question)).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void aQuestionOfAHundredKilobytesIsRefusedWithTheLimit() throws InterruptedException {
    runbooks.look();

    assertThat(ask("log ".repeat(25_600)).text()).contains("20,000 at the most");
  }

  @Test
  void aTraceOnManyLinesIsAQuestion() throws InterruptedException {
    runbooks.look();

    assertThat(
            ask("MongoServerError: not primary\n\tat connect (\"mongo:27017\")\n--oplog 'x").text())
        .contains("MongoDB has no primary");
  }

  @Test
  void inRoomsThatAreNoCommandRoomsNothingIsAnswered() throws InterruptedException {
    runbooks.look();

    assertThat(ask(LOBBY, "mongo has no primary"))
        .isInstanceOf(Outcome.Refused.class)
        .extracting(Outcome::text)
        .asString()
        .startsWith("Questions are answered in command rooms");
  }

  private static LanguageModel says(String text) {
    return (_, _, partial) -> {
      partial.accept(text);
      return new LanguageModel.Turn.Text(text, true, Usage.NONE);
    };
  }

  private Outcome ask(String question) {
    return ask(OPS, question);
  }

  private Outcome ask(Room room, String question) {
    return new Commands(Map.of("ask", command), text -> text)
        .handle(
            new Invocation(
                "m1",
                new Person("u1", "anna"),
                room,
                "t1",
                "/ask " + question,
                NOW.instant(),
                shown::add));
  }

  /** The model of all tests: it is not closed with the runbooks of one. */
  private record Kept(Embedder shared) implements Embedder {
    @Override
    public Model model() {
      return shared.model();
    }

    @Override
    public float[] question(String text) {
      return shared.question(text);
    }

    @Override
    public List<float[]> passages(List<String> texts) {
      return shared.passages(texts);
    }

    @Override
    public void close() {}
  }
}
