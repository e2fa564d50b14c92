package skep.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.chat.Personality;
import skep.bot.local.chat.Said;

/** A reaction says yes where the estate says so, if it is somebody's whose yes counts. */
class ReactionVotesTest {
  private static final String YES = ":white_check_mark:";

  @TempDir Path home;
  private SmallTeam team;

  @BeforeEach
  void begin() {
    team = new SmallTeam(home, Personality.MONOLITH);
  }

  @AfterEach
  void end() {
    team.close();
  }

  private void reactionsCount() throws IOException, GitAPIException {
    Path estate = home.resolve("try").resolve("estate");
    Path policy = estate.resolve("skep.yaml");
    String text = Files.readString(policy);
    String changed = text.replaceFirst("(approve:\\s*\\{)", "$1by-reaction: true, ");
    assertThat(changed).isNotEqualTo(text);
    Files.writeString(policy, changed);
    try (Git git = Git.open(estate.toFile())) {
      git.add().addFilepattern(".").call();
      git.commit().setSign(false).setMessage("Reactions count").call();
    }
  }

  private String asked() {
    String root = team.chat.say("you", "ops", "/deploy api");
    team.approval(root);
    return root;
  }

  private String question(String root) {
    return team.thread(root).stream()
        .filter(message -> message.text().startsWith("Plan `"))
        .map(Said::id)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whereTheEstateSaysNothingOfItAReactionIsAnAcknowledgement() {
    team.bot();
    String root = asked();
    team.chat.mischief().react("colleague", question(root), YES);
    // What comes after it is heard, so it was.
    team.hears(team.chat.say("colleague", "ops", "/deploy approve zzzz"), "No plan");
    assertThat(team.releases("api")).isEmpty();
    team.hears(team.chat.say("colleague", "ops", team.approval(root)), "is verified");
  }

  @Test
  void whereItSaysSoTheColleaguesReactionApproves() throws IOException, GitAPIException {
    reactionsCount();
    team.bot();
    String root = asked();
    team.chat.mischief().react("colleague", question(root), ":eyes:");
    team.chat.mischief().react("you", question(root), YES);
    team.hears(root, "You asked for this plan yourself");
    assertThat(team.releases("api")).isEmpty();

    team.chat.mischief().react("colleague", question(root), YES);
    team.hears(root, "is verified");
    assertThat(team.releases("api")).hasSize(1);
    assertThat(team.releases("api").getFirst().consent().by())
        .extracting(by -> by.id())
        .containsExactly(team.chat.userId("colleague"));
  }

  @Test
  void aQuestionThatSomebodyElseEditedAsksNothing() throws IOException, GitAPIException {
    reactionsCount();
    team.bot();
    String root = asked();
    String other = team.chat.say("you", "ops", "/deploy web");
    String plan = team.approval(other).replaceFirst("^.* ", "");
    String question = question(root);
    String text =
        team.thread(root).stream()
            .filter(message -> message.id().equals(question))
            .map(Said::text)
            .findFirst()
            .orElseThrow();
    team.chat
        .mischief()
        .edit("you", question, text.replaceAll("`[a-z0-9]+` waits", "`" + plan + "` waits"));
    team.chat.mischief().react("colleague", question, YES);
    team.hears(team.chat.say("colleague", "ops", "/deploy approve zzzz"), "No plan");
    assertThat(team.releases("api")).isEmpty();
    assertThat(team.releases("web")).isEmpty();
  }

  @Test
  void whoTookAnApproversNameIsWhoTheyAre() throws IOException, GitAPIException {
    reactionsCount();
    team.bot();
    String root = asked();
    team.chat.mischief().addPerson("mallory", "ops");
    team.chat.mischief().rename("colleague", "colleague-away");
    team.chat.mischief().rename("mallory", "colleague");
    team.chat.mischief().react("colleague", question(root), YES);
    team.hears(root, "@colleague may not approve");
    await().untilAsserted(() -> assertThat(team.releases("api")).isEmpty());
  }
}
