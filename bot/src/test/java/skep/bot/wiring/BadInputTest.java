package skep.bot.wiring;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.bot.local.chat.Answer;
import skep.bot.local.chat.Personality;
import skep.bot.local.chat.Said;

/** What nobody should send, and servers that misbehave: each is answered, and the next one too. */
class BadInputTest {
  @TempDir Path home;
  private SmallTeam team;

  @BeforeEach
  void begin() {
    team = new SmallTeam(home, Personality.STREAMER);
    team.bot();
  }

  @AfterEach
  void end() {
    team.close();
  }

  private void stillServes() {
    team.hears(team.chat.say("you", "ops", "/diff api"), "*api*");
  }

  private void refused(String typed) {
    String id = team.chat.say("you", "ops", typed);
    await()
        .atMost(60, SECONDS)
        .until(() ->
            team.thread(id).stream().anyMatch(said -> !said.text().startsWith(":hourglass:")));
    String answer = team.thread(id).getLast().text();
    assertThat(answer.length()).isLessThan(5000);
    assertThat(answer)
        .doesNotContain("Skep itself broke", "\u0000", "\u202e")
        .containsAnyOf(":no_entry:", "characters");
    assertThat(team.releases("api")).isEmpty();
  }

  @Test
  void aMessageOfAMegabyte() {
    refused("/deploy " + "x".repeat(1_000_000));
    refused("/" + "deploy ".repeat(150_000));
    stillServes();
  }

  @Test
  void aMessageOfTenThousandLines() {
    refused("/deploy api\n" + "/deploy web\n".repeat(10_000));
    stillServes();
  }

  @Test
  void controlCharactersAndHalfCharacters() {
    refused("/deploy api\u0000");
    refused("/deploy \u0007api");
    refused("/deploy \ud800");
    refused("/deploy api \udc00\ud800");
    refused("/deploy ap\u202ei");
    stillServes();
  }

  @Test
  void typesAndFieldsOfTomorrow() {
    team.chat.mischief().system("you", "ops", "quantum-message", "/deploy api");
    String id = team.chat.mischief().ofTomorrow("you", "ops", "/diff api");
    team.hears(id, "*api*");
    assertThat(team.releases("api")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 error-room-not-found The required room does not exist",
        "400 error-not-allowed Not allowed",
        "400 You_have_been_muted You_have_been_muted",
        "400 error-not-allowed You cannot send messages because the room is readonly.",
        "403 error-forbidden Not allowed",
      })
  void aRoomThatTakesNothingKeepsNothingElseWaiting(String refusal) {
    String[] parts = refusal.split(" ", 3);
    team.chat.answer(
        "chat.sendMessage", Answer.refusal(Integer.parseInt(parts[0]), parts[2], parts[1]));
    String unheard = team.chat.say("you", "ops", "/diff api");
    await().during(1, SECONDS).atMost(10, SECONDS).until(() -> team.thread(unheard).isEmpty());
    team.chat.answerAsUsual();
    stillServes();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 502, 503})
  void aProxysPageInsteadOfAnAnswerDelaysAndLosesNothing(int status) {
    Answer page = new Answer(status, "text/html", "<html><h1>Welcome to nginx!</h1></html>");
    List.of("chat.sendMessage", "chat.update", "chat.getMessage")
        .forEach(endpoint -> team.chat.answer(endpoint, page));
    String id = team.chat.say("you", "ops", "/diff api");
    await().during(1, SECONDS).atMost(10, SECONDS).until(() -> team.thread(id).isEmpty());
    team.chat.answerAsUsual();
    team.hears(id, "*api*");
  }

  @Test
  void anAnswerThatIsDeletedAndStillShownAsThatIsSaidAnew() {
    String root = team.chat.say("you", "ops", "/deploy api");
    team.chat.reply("colleague", "ops", root, team.approval(root));
    await().atMost(60, SECONDS).until(() -> progress(root).isPresent());
    team.chat.mischief().deleteVisibly(progress(root).orElseThrow().id());
    team.hears(root, "is verified");
    stillServes();
  }

  @Test
  void anAnswerThatIsDeletedWhileItIsRewrittenIsSaidAnew() {
    String root = team.chat.say("you", "ops", "/deploy api");
    String approval = team.approval(root);
    String message = team.chat.reply("colleague", "ops", root, approval);
    await().atMost(60, SECONDS).until(() -> progress(root).isPresent());
    team.chat.mischief().delete(progress(root).orElseThrow().id());
    team.hears(root, "is verified");
    assertThat(message).isNotBlank();
    stillServes();
  }

  private Optional<Said> progress(String root) {
    return team.thread(root).stream()
        .filter(said -> said.text().contains(":gear:") || said.text().contains(":hourglass:"))
        .findFirst();
  }

  @Test
  void aBotThatWasPutOutOfTheRoomHearsItNoMoreAndServesTheOthers() {
    team.chat.remove("skep", "ops");
    String unheard = team.chat.say("you", "ops", "/deploy api");
    team.chat.add("skep", "ops-deployers");
    String id = team.chat.say("you", "ops-deployers", "/deploy status");
    await()
        .atMost(60, SECONDS)
        .until(() ->
            team.chat.said("ops-deployers").stream()
                .anyMatch(said ->
                    said.by().equals("skep")
                        && said.thread().isPresent()
                        && said.text().contains("api")));
    assertThat(id).isNotEqualTo(unheard);
    assertThat(team.thread(unheard)).isEmpty();
    assertThat(team.releases("api")).isEmpty();
  }
}
