package skep.bot.wiring;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.chat.Personality;
import skep.bot.local.chat.Said;

/** What people react to, from the chat server to the draft on a branch of the estate. */
class SolvedThreadsTest {
  private static final Logger AUDIT = Logger.getLogger("skep.audit");

  @TempDir private Path home;
  private final Lines audit = new Lines();
  private SmallTeam team;

  @BeforeEach
  void begin() throws IOException, GitAPIException {
    team = new SmallTeam(home, Personality.MONOLITH);
    Path page = home.resolve("try/estate/runbooks/mongo.md");
    Files.createDirectories(page.getParent());
    Files.writeString(page, "# MongoDB has no primary\n\nSee who is there: `rs.status()`.\n");
    try (Git git = Git.open(home.resolve("try/estate").toFile())) {
      git.add().addFilepattern("runbooks").call();
      git.commit().setSign(false).setMessage("A page").setAuthor("Ann", "ann@localhost").call();
    }
    team.chat.mischief().addPerson("mallory", "ops");
    AUDIT.addHandler(audit);
    team.bot();
  }

  @AfterEach
  void end() {
    AUDIT.removeHandler(audit);
    team.close();
  }

  @Test
  void whoMayNotSaysNothingByItAndWhoMayMakesOneDraft() {
    String question = answered();
    String answer = team.thread(question).getFirst().id();
    team.chat.reply("colleague", "ops", question, "the key file was wrong");

    react("mallory", answer, ":white_check_mark:");
    await()
        .atMost(30, SECONDS)
        .until(() ->
            audit.lines.stream()
                .anyMatch(line ->
                    line.contains("name=\"mallory\" what=\"solved\"")
                        && line.contains("not obeyed: ")));
    assertThat(drafts()).isEmpty();

    react("colleague", answer, ":white_check_mark:");
    team.hears(question, ":memo: A draft of a runbook, `runbooks/");
    react("you", answer, ":white_check_mark:");
    react("you", answer, ":heavy_check_mark:");
    aCommandIsAnswered();

    assertThat(drafts()).hasSize(1);
    assertThat(team.thread(question))
        .extracting(Said::text)
        .filteredOn(text -> text.startsWith(":memo: A draft of a runbook"))
        .hasSize(1);
  }

  @Test
  void otherSignsAndReactionsToWhatIsNoAnswerSayNothing() {
    String question = answered();
    String answer = team.thread(question).getFirst().id();
    String reply = team.chat.reply("colleague", "ops", question, "the key file was wrong");
    String command = aCommandIsAnswered();

    react("you", answer, ":eyes:");
    react("you", answer, ":thumbsup:");
    react("you", question, ":white_check_mark:");
    react("you", reply, ":white_check_mark:");
    react("you", command, ":white_check_mark:");
    react("you", team.thread(command).getFirst().id(), ":white_check_mark:");
    aCommandIsAnswered();
    assertThat(drafts()).isEmpty();

    react("you", answer, ":heavy_check_mark:");
    team.hears(question, ":memo: A draft of a runbook, `runbooks/");
    assertThat(drafts()).as("of that thread alone").hasSize(1);
    assertThat(team.chat.said("ops"))
        .filteredOn(said -> said.text().startsWith(":memo: "))
        .singleElement()
        .satisfies(said -> assertThat(said.thread()).contains(question));
  }

  private void react(String who, String message, String emoji) {
    team.chat.mischief().react(who, message, emoji);
  }

  /** What was done before it has been heard by then. */
  private String aCommandIsAnswered() {
    String command = team.chat.say("you", "ops", "/diff api");
    team.hears(command, "to create");
    return command;
  }

  /** Asks again as long as the pages are not read yet. */
  private String answered() {
    for (int i = 0; i < 100; i++) {
      String question = team.chat.say("you", "ops", "@skep mongo has no primary, what now?");
      await()
          .atMost(60, SECONDS)
          .until(() ->
              team.thread(question).stream()
                  .anyMatch(said -> said.text().matches("(?s):(book|x|no_entry):.*")));
      if (team.thread(question).getFirst().text().startsWith(":book:")) {
        return question;
      }
    }
    throw new AssertionError("the pages are never read");
  }

  private List<String> drafts() {
    try (Git git = Git.open(home.resolve("try/estate").toFile())) {
      return git.branchList().call().stream()
          .map(branch -> branch.getName())
          .filter(name -> name.startsWith("refs/heads/runbook/"))
          .toList();
    } catch (IOException | GitAPIException e) {
      throw new IllegalStateException("no estate", e);
    }
  }

  private static final class Lines extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord written) {
      lines.add(String.valueOf(written.getMessage()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
