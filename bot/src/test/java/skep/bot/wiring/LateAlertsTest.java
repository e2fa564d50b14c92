package skep.bot.wiring;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.chat.Personality;
import skep.bot.local.chat.Said;

/** An alert does not stay open because the bot that should have ended it is gone. */
class LateAlertsTest {
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

  private Said alert() {
    await().atMost(30, SECONDS).until(() -> team.chat.said("ops-alerts").size() == 1);
    return team.chat.said("ops-alerts").getFirst();
  }

  private void alertBecomes(String words) {
    await().atMost(60, SECONDS).untilAsserted(() -> assertThat(alert().text()).startsWith(words));
  }

  @Test
  void theNextBotRewritesWhatWasLeftOpenAndLeavesAnEndAlone() {
    Presence first = team.bot();
    String root = team.chat.say("you", "ops", "/deploy api");
    team.hears(team.chat.say("colleague", "ops", team.approval(root)), "is verified");
    alertBecomes(":white_check_mark: *api* release 1");
    String end = alert().text();
    first.close();

    team.chat.mischief().edit("skep", alert().id(), ":gear: *api*: under way");
    Presence second = team.bot();
    alertBecomes(":white_check_mark: *api* release 1");
    assertThat(alert().text()).isEqualTo(end);
    second.close();

    team.chat.mischief().edit("skep", alert().id(), ":white_check_mark: an end of its own");
    team.bot();
    team.hears(team.chat.say("you", "ops", "/diff api"), "no changes");
    alertBecomes(":white_check_mark: an end of its own");
  }

  @Test
  void aRejectionNobodyToldIsTold() {
    Presence first = team.bot();
    String root = team.chat.say("you", "ops", "/deploy api");
    String plan = team.approval(root).replaceFirst("^.* ", "");
    team.hears(team.chat.say("you", "ops", "/deploy reject " + plan), "is rejected");
    alertBecomes(":no_entry_sign: *api*");
    first.close();

    team.chat.mischief().edit("skep", alert().id(), ":raised_hand: *api*: waits");
    team.bot();
    alertBecomes(":no_entry_sign: *api*: plan `%s` of @you was rejected by @you".formatted(plan));
  }
}
