package skep.bot.wiring;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.SampleEstate;
import skep.bot.local.chat.Personality;
import skep.bot.local.chat.Said;

/** Questions in chat, from the message to the answer and to the draft of a runbook. */
class QuestionsTest {
  @TempDir private Path folder;
  private SmallTeam team;
  private Presence bot;

  @BeforeEach
  void start() {
    team = new SmallTeam(folder, Personality.MONOLITH);
    SampleEstate.at(folder.resolve("try"), false).addRunbooks();
    bot = team.bot();
  }

  @AfterEach
  void stop() {
    team.close();
  }

  @Test
  void aQuestionIsAnsweredInItsThreadAndASolvedOneBecomesADraft() throws Exception {
    String question = answered("@skep the mongo primary keeps stepping down, what now?");

    Said answer = team.thread(question).getFirst();
    assertThat(answer.text())
        .startsWith(":book: This is what the runbooks say (no model is configured")
        .contains("MongoDB replica set", "runbooks/mongodb-replica-set.md", "Runbooks at `");
    team.chat.reply("colleague", "ops", question, "the key file was wrong: `chown 999 /opt/key`");
    team.chat.mischief().react("you", answer.id(), ":white_check_mark:");

    team.hears(question, ":memo: A draft of a runbook, `runbooks/");
    String branch =
        team.thread(question).getLast().text().replaceAll("(?s).*branch `([^`]+)`.*", "$1");
    try (Git git = Git.open(folder.resolve("try/estate").toFile())) {
      assertThat(git.getRepository().resolve("refs/heads/" + branch)).isNotNull();
      assertThat(
              Optional.ofNullable(
                  git.getRepository().resolve("main:runbooks/mongodb-replica-set.md")))
          .isPresent();
    }
  }

  @Test
  void theNextBotKnowsTheAnswersOfTheOneBefore() {
    String question = answered("@skep the mongo primary keeps stepping down, what now?");
    String answer = team.thread(question).getFirst().id();
    bot.close();
    team.bot();
    answered("@skep who renews the certificates?");
    team.chat.mischief().react("you", answer, ":heavy_check_mark:");

    team.hears(question, ":memo: A draft of a runbook, `runbooks/");
  }

  @Test
  void onlyAnAnswerIsSolvedByASign() {
    String status = team.chat.say("you", "ops", "/deploy status web");
    await().atMost(60, SECONDS).until(() -> !team.thread(status).isEmpty());
    team.chat.mischief().react("you", team.thread(status).getFirst().id(), ":white_check_mark:");
    String question = answered("@skep the mongo primary keeps stepping down, what now?");
    team.chat.mischief().react("you", team.thread(question).getFirst().id(), ":white_check_mark:");

    team.hears(question, ":memo:");
    assertThat(team.thread(status))
        .extracting(Said::text)
        .noneMatch(text -> text.contains(":memo:"));
  }

  @Test
  void aSentenceThatBeginsLikeACommandIsAQuestion() {
    String question = answered("@skep backup of core is red, what do I do now?");

    assertThat(team.thread(question).getFirst().text()).startsWith(":book: ");
  }

  @Test
  void whatNoPageSaysIsSaidPlainly() {
    String question = answered("@skep how do I bake a sourdough bread?");

    assertThat(team.thread(question).getFirst().text())
        .startsWith(":book: The runbooks do not say.");
  }

  /** Asks again as long as the pages are not read yet. */
  private String answered(String text) {
    String[] question = {""};
    await()
        .atMost(90, SECONDS)
        .until(() -> {
          question[0] = team.chat.say("you", "ops", text);
          await()
              .atMost(30, SECONDS)
              .until(() ->
                  team.thread(question[0]).stream()
                      .anyMatch(said -> said.text().matches("(?s):(book|x|no_entry):.*")));
          return team.thread(question[0]).getFirst().text().startsWith(":book:");
        });
    return question[0];
  }
}
