package skep.bot.wiring;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.chat.Personality;
import skep.bot.local.chat.Said;
import skep.commands.incidents.Incidents;
import skep.deploy.estate.AccessPolicy.Capability;
import skep.deploy.incident.Alert;
import skep.deploy.incident.Alert.Severity;

/** What people react to an incident's message, from the chat server to the Swarm and back. */
class AlertReactionsTest {
  private static final Alert LATE =
      new Alert(
          "backup late core node-2",
          Capability.BACKUP,
          Severity.CRITICAL,
          "core on node-2 is late",
          List.of("no snapshot since 1 d"),
          "/backup status core");

  @TempDir Path home;
  private SmallTeam team;

  @BeforeEach
  void begin() {
    team = new SmallTeam(home, Personality.MONOLITH);
    team.chat.mischief().addPerson("mallory", "ops-alerts");
  }

  @AfterEach
  void end() {
    team.close();
  }

  private Said alert() {
    await().atMost(30, SECONDS).until(() -> team.chat.said("ops-alerts").size() == 1);
    return team.chat.said("ops-alerts").getFirst();
  }

  private void alertBecomes(String start) {
    await().atMost(30, SECONDS).untilAsserted(() -> assertThat(alert().text()).startsWith(start));
  }

  private void react(String who, String emoji) {
    team.chat.mischief().react(who, alert().id(), emoji);
  }

  @Test
  void aReactionAcknowledgesAndTakenAwayTakesItBack() {
    Incidents incidents = team.bot().incidents();
    incidents.raise(LATE);
    alertBecomes(":rotating_light: *core on node-2 is late*");

    react("colleague", ":eyes:");
    alertBecomes(":eyes: *core on node-2 is late* · acknowledged by @colleague");
    react("you", ":mute:");
    alertBecomes(":no_bell: *core on node-2 is late* · silenced by @you until");
    team.chat.mischief().unreact("you", alert().id(), ":mute:");
    alertBecomes(":eyes: *core on node-2 is late* · acknowledged by @colleague");
    team.chat.mischief().unreact("colleague", alert().id(), ":eyes:");
    alertBecomes(":rotating_light:");

    incidents.resolve(LATE.key(), "a snapshot was made");
    alertBecomes(":white_check_mark: *core on node-2 is late* · resolved");
  }

  @Test
  void whoMayNotRunBackupsIsNotHeard() {
    team.bot().incidents().raise(LATE);
    react("mallory", ":no_bell:");
    react("you", ":rocket:");
    react("colleague", ":white_check_mark:");
    alertBecomes(":eyes: *core on node-2 is late* · acknowledged by @colleague");
    assertThat(team.bot().incidents().open())
        .first()
        .satisfies(one -> assertThat(one.heard()).hasSize(1));
  }

  @Test
  void aRestartIsSilentAndWhatWasReactedMeanwhileCounts() {
    Presence first = team.bot();
    first.incidents().raise(LATE);
    alertBecomes(":rotating_light:");
    first.close();
    int edits = team.chat.edits(alert().id());

    react("colleague", ":eyes:");
    team.chat.say("you", "ops", "/diff api");
    team.bot();
    alertBecomes(":eyes: *core on node-2 is late* · acknowledged by @colleague");
    assertThat(team.chat.edits(alert().id())).isEqualTo(edits + 1);
    assertThat(team.chat.said("ops-alerts")).hasSize(1);
  }

  @Test
  void whatWasReactedWhileTheConnectionWasLostIsReadBack() {
    team.bot().incidents().raise(LATE);
    alertBecomes(":rotating_light:");
    team.chat.cutConnections();
    react("colleague", ":no_bell:");
    alertBecomes(":no_bell: *core on node-2 is late* · silenced by @colleague until");
    team.chat.cutConnections();
    team.chat.mischief().unreact("colleague", alert().id(), ":no_bell:");
    alertBecomes(":rotating_light:");
  }

  @Test
  void aReactionToSomethingElseSaysNothing() {
    Incidents incidents = team.bot().incidents();
    incidents.raise(LATE);
    String text = alert().text();
    String forged = team.chat.say("mallory", "ops-alerts", text);
    team.chat.mischief().react("colleague", forged, ":eyes:");
    String root = team.chat.say("you", "ops", "/diff api");
    team.hears(root, "to create");
    assertThat(incidents.open().getFirst().heard()).isEmpty();
  }
}
