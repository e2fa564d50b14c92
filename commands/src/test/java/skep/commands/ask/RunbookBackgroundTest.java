package skep.commands.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.release.EmptyDraft;
import skep.deploy.release.InMemoryRecords;
import skep.deploy.release.Release;
import skep.deploy.release.Releases;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.embedding.onnx.OnnxEmbedder;
import skep.runbooks.index.Search;
import skep.runbooks.index.lucene.LucenePassageIndex;

class RunbookBackgroundTest {
  private static final InstantSource NOW =
      InstantSource.fixed(Instant.parse("2026-11-29T10:00:00Z"));

  @TempDir private Path folder;
  private final OnnxEmbedder embedder = OnnxEmbedder.start(1);
  private final CountDownLatch never = new CountDownLatch(1);
  private boolean hangs;
  private final PagesEstate estate =
      new PagesEstate()
          .with(
              "runbooks/restic.md",
              "# restic: the repository is locked\n\nSee `restic list locks`.\n");
  private Runbooks runbooks;
  private RunbookBackground background;

  @BeforeEach
  void read() throws InterruptedException {
    runbooks =
        new Runbooks(
            estate,
            _ -> {
              throw new IllegalStateException("there is none");
            },
            () ->
                new Runbooks.Tools(
                    LucenePassageIndex.in(folder), new Hanging(), Search.Thresholds.DEFAULT),
            text -> text,
            NOW);
    runbooks.look();
    background =
        new RunbookBackground(
            estate,
            runbooks,
            new Releases(new InMemoryRecords(NOW), NOW),
            Optional.of("https://git.example.org/{commit}/{path}"),
            NOW);
  }

  @AfterEach
  void close() {
    never.countDown();
    runbooks.close();
  }

  @Test
  void anAlertGetsTheOnePageThatFitsAndNoneThatDoesNot() {
    assertThat(background.runbook("the backup failed: restic: repository is already locked"))
        .hasValueSatisfying(line ->
            assertThat(line)
                .startsWith(":book: [restic: the repository is locked](https://git.example.org/")
                .contains("/runbooks/restic.md"));
    assertThat(background.runbook("the certificate of the desk expires")).isEmpty();
    assertThat(background.deployed("")).isEmpty();
  }

  @Test
  void anAlertDoesNotWaitForAnEmbedderThatHangsAndTheNextNotAtAll() {
    hangs = true;
    long begun = System.nanoTime();

    assertThat(background.runbook("restic: repository is locked")).isEmpty();
    for (int i = 0; i < 50; i++) {
      assertThat(background.runbook("restic: repository is locked")).isEmpty();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void aReleaseThatAClockOfTomorrowBeganWasNotDeployedMinutesBeforeItsBeginning() {
    InstantSource ahead = InstantSource.fixed(NOW.instant().plusSeconds(185));
    InMemoryRecords records = new InMemoryRecords(ahead);
    new Releases(records, ahead)
        .begin(EmptyDraft.of("web", PagesEstate.commit(1), new Release.Actor("u1", "anna")))
        .end(Release.State.RELEASED, "");

    RunbookBackground late =
        new RunbookBackground(
            estate.stack("web"), runbooks, new Releases(records, NOW), Optional.empty(), NOW);
    assertThat(late.deployed("db"))
        .singleElement()
        .asString()
        .contains("was deployed 0 min before, by @anna");
    assertThat(late.deployed("web")).as("the one the alert is about").isEmpty();
  }

  /** The real model, which answers when the test wants it to. */
  private final class Hanging implements Embedder {
    @Override
    public Model model() {
      return embedder.model();
    }

    @Override
    public float[] question(String text) {
      if (hangs) {
        try {
          never.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return embedder.question(text);
    }

    @Override
    public List<float[]> passages(List<String> texts) {
      return embedder.passages(texts);
    }

    @Override
    public void close() {
      embedder.close();
    }
  }
}
