package skep.bot.wiring;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.chat.Personality;
import skep.bot.local.chat.Said;

/** Bots that come after one that died in the middle, on a Swarm in memory. */
class PresenceTest {
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

  /** The thread of a deployment whose bot stopped in the middle, for ever. */
  private String aBotDiesOverARelease() {
    WriteGate gate = new WriteGate(_ -> {});
    team.bot(new GatedSwarm(team.swarm, gate));
    String thread = team.chat.say("you", "ops", "/deploy api");
    team.chat.reply("colleague", "ops", thread, team.approval(thread));
    await().atMost(30, SECONDS).until(() -> !team.releases.stacksInFlight().isEmpty());
    gate.stopAfter(0);
    return thread;
  }

  @Test
  void whatWasLeftUnfinishedIsFinishedBeforeTheChatServerIsThereAndToldWhenItIs() {
    String thread = aBotDiesOverARelease();

    team.chat.whileDown(() -> {
      team.bot();
      await().atMost(60, SECONDS).until(() -> team.releases.stacksInFlight().isEmpty());
    });

    await()
        .atMost(60, SECONDS)
        .untilAsserted(() ->
            assertThat(team.thread(thread))
                .extracting(Said::text)
                .anyMatch(text -> text.contains("A bot before me")));
    assertThat(team.thread(thread))
        .extracting(Said::text)
        .noneMatch(text -> text.contains("was begun for it"));
  }

  @Test
  void whatNobodyAnsweredAndNobodyBeganIsSaidToBeInterrupted() {
    WriteGate gate = new WriteGate(_ -> {});
    team.bot(new GatedSwarm(team.swarm, gate));
    gate.stopAfter(1);
    String thread = team.chat.say("you", "ops", "/deploy api");
    await()
        .atMost(30, SECONDS)
        .until(() -> team.swarm.configs(Map.of("skep.record", "claim")).size() == 1);

    team.bot();

    await()
        .atMost(60, SECONDS)
        .untilAsserted(() ->
            assertThat(team.thread(thread))
                .extracting(Said::text)
                .anyMatch(text -> text.contains("no deployment was begun for it")));
  }

  @Test
  void aBotWhoseTokenIsRefusedFinishesWhatIsInFlightAndThenEndsWithTheReason() {
    aBotDiesOverARelease();
    team.chat.revokeBotToken();

    Presence bot = team.bot();

    assertThat(bot.await())
        .hasValueSatisfying(why -> assertThat(why).contains("personal access token"));
    assertThat(team.releases.stacksInFlight()).isEmpty();
  }

  @Test
  void aRecordNobodyCanReadKeepsNoOtherStackWaiting() {
    ObjectNode damaged =
        JsonNodeFactory.instance
            .objectNode()
            .put("Name", "skep-release-shop-1")
            .put("Data", "eA==");
    damaged
        .putObject("Labels")
        .put("skep.record", "release")
        .put("skep.stack", "shop")
        .put("skep.release", "1")
        .put("skep.state", "applying");
    team.swarm.createConfig(damaged);
    team.bot();

    String thread = team.chat.say("you", "ops", "/deploy api");

    assertThat(team.approval(thread)).startsWith("/deploy approve");
  }
}
