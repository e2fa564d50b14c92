package skep.commands.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.commands.Commands;
import skep.commands.access.Access;
import skep.commands.access.Directory;
import skep.commands.chat.Invocation;
import skep.commands.chat.Person;
import skep.commands.chat.Room;
import skep.runbooks.answer.LanguageModel;
import skep.runbooks.answer.StateTool;
import skep.runbooks.answer.Usage;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.embedding.onnx.OnnxEmbedder;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.Search;
import skep.runbooks.index.Stamp;
import skep.runbooks.index.lucene.LucenePassageIndex;
import skep.runbooks.passages.Passage;
import skep.secrets.repository.RepositoryException;

/**
 * Pages that are deleted while somebody asks: at each moment between the question and its answer.
 */
class GonePagesTest {
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-11-29T10:00:00Z"));
  private static final String MONGO =
      "# MongoDB has no primary\n\nSee who is there: `rs.status()`.\n";

  @TempDir private Path folder;
  private final PagesEstate estate =
      new PagesEstate()
          .with("runbooks/mongo.md", MONGO)
          .with("runbooks/disk.md", "# The disk is full\n\nRemove old images.\n");
  private Runnable afterSearch = () -> {};
  private Optional<LanguageModel> model = Optional.empty();
  private Runbooks runbooks;

  @BeforeEach
  void read() throws InterruptedException {
    runbooks =
        new Runbooks(
            estate,
            _ -> {
              throw new RepositoryException("there is none");
            },
            () ->
                new Runbooks.Tools(
                    new Watched(LucenePassageIndex.in(folder)),
                    OnnxEmbedder.start(1),
                    Search.Thresholds.DEFAULT),
            text -> text,
            NOW);
    runbooks.look();
  }

  @AfterEach
  void close() {
    runbooks.close();
  }

  @Test
  void aPageThatIsDeletedAndNotReadAgainIsCitedAtTheCommitThatHasIt() {
    estate.without("runbooks/mongo.md");

    assertThat(asked())
        .contains("rs.status()", page(3))
        .endsWith("_Runbooks at `00000000`, looked at just now._");
  }

  @Test
  void aPageThatGoesAfterItWasFoundIsNoAnswerAndNeitherAreTheOthers() {
    afterSearch = () -> deleted("runbooks/mongo.md");

    assertThat(asked())
        .startsWith(":book: The runbooks do not say.")
        .contains("The disk is full")
        .doesNotContain("MongoDB", "rs.status()");
  }

  @Test
  void whereAllPagesGoAfterTheyWereFoundTheRunbooksDoNotSay() {
    afterSearch =
        () -> {
          estate.without("runbooks/disk.md").with("runbooks/new.md", "# Something new\n\nNew.\n");
          deleted("runbooks/mongo.md");
        };

    assertThat(asked())
        .startsWith(":book: The runbooks do not say.\n_Runbooks at ")
        .doesNotContain("MongoDB", "disk");
  }

  @Test
  void aPageThatGoesWhileTheModelWritesIsCitedAtTheCommitThatHasIt() {
    model = Optional.of(new Slow(() -> deleted("runbooks/mongo.md")));

    assertThat(asked())
        .startsWith(":book: See who is there: `rs.status()`")
        .contains("[1] [MongoDB has no primary](", page(3));
    assertThat(asked()).as("the next time").doesNotContain("rs.status()");
  }

  private static String page(int commit) {
    return "](https://git.example.org/%s/runbooks/mongo.md#"
        .formatted(PagesEstate.commit(commit).sha());
  }

  /** By a push that is read at once. */
  private void deleted(String path) {
    estate.without(path);
    try {
      runbooks.look();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String asked() {
    AskCommand command =
        new AskCommand(
            estate,
            new Access(Directory.NONE),
            runbooks,
            new AskCommand.Writing(
                _ -> model,
                List.of(),
                text -> text,
                Optional.of("https://git.example.org/{commit}/{path}"),
                _ -> {}),
            NOW);
    return new Commands(Map.of("ask", command), text -> text)
        .handle(
            new Invocation(
                "m1",
                new Person("u1", "anna"),
                new Room("r1", "ops", false),
                "t1",
                "/ask MongoDB has no primary",
                NOW.instant(),
                Invocation.Progress.NONE))
        .text();
  }

  /** Something happens before it says what the page said. */
  private record Slow(Runnable meanwhile) implements LanguageModel {
    @Override
    public Turn next(List<Message> conversation, List<StateTool> tools, Consumer<String> partial) {
      meanwhile.run();
      return new Turn.Text("See who is there: `rs.status()` [1].", true, Usage.NONE);
    }
  }

  /** The real index; something happens after each search, before what was found is read. */
  private final class Watched implements PassageIndex {
    private final PassageIndex index;

    private Watched(PassageIndex index) {
      this.index = index;
    }

    @Override
    public Optional<Stamp> stamp() {
      return index.stamp();
    }

    @Override
    public Generation generation(Embedder.Model model) {
      return index.generation(model);
    }

    @Override
    public Candidates search(String question, Optional<float[]> vector, int most) {
      Candidates found = index.search(question, vector, most);
      afterSearch.run();
      return found;
    }

    @Override
    public Map<String, Passage> passages(Collection<String> ids) {
      return index.passages(ids);
    }

    @Override
    public void close() {
      index.close();
    }
  }
}
