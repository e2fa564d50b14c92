package skep.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.chat.Said;

/** Somebody types a value in chat. */
class TypedSecretsTest {
  private static final String VALUE = "correct-horse-battery";

  @TempDir Path temp;
  private VaultTeam team;

  @BeforeEach
  void start() {
    team = new VaultTeam(temp, Optional.empty());
  }

  @AfterEach
  void stop() {
    team.close();
  }

  private void nowhere() {
    for (String room : new String[] {"ops", "ops-alerts"}) {
      assertThat(team.chat.said(room)).extracting(Said::text).noneMatch(it -> it.contains(VALUE));
    }
  }

  @Test
  void theMessageIsDeletedAndTheValueNeverRepeated() {
    team.chat.say("you", "ops", "/secrets set web.env:TOKEN " + VALUE);
    assertThat(team.hears("ops", "I deleted your message")).contains("@you");
    team.hears("ops", "I did not take it");
    nowhere();
    assertThat(team.secrets.redact("it was " + VALUE)).doesNotContain(VALUE);
    assertThat(team.content("secret/web.env")).contains("TOKEN=old-token-value");
  }

  @Test
  void aMisspeltCommandIsNoWayAround() {
    team.chat.say("you", "ops", "!secret set web.env:TOKEN=" + VALUE);
    team.hears("ops", "I did not take it");
    nowhere();
  }

  @Test
  void whereTheBotMayNotDeleteItSaysWhoMust() {
    team.chat.mischief().roles("skep", "user", "bot");
    team.chat.say("you", "ops", "/secrets set web.env:TOKEN " + VALUE);
    assertThat(team.hears("ops", "I did not take it")).contains("delete it yourself, now");
    assertThat(team.chat.said("ops"))
        .filteredOn(message -> message.by().equals("skep"))
        .extracting(Said::text)
        .noneMatch(text -> text.contains(VALUE));
  }
}
