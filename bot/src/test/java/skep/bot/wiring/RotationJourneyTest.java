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
import skep.bot.local.chat.Said;
import skep.deploy.swarm.SwarmSecret;

/** {@code /secrets rotate} from the line in chat to the service that has the new value. */
class RotationJourneyTest {
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

  private void approved(String command) {
    await().atMost(60, SECONDS).until(() -> approval(command).isPresent());
    team.chat.say("colleague", "ops", approval(command).orElseThrow());
  }

  private Optional<String> approval(String command) {
    return team.chat.said("ops").stream()
        .filter(message -> message.thread().equals(Optional.of(command)))
        .flatMap(message -> message.buttons().stream())
        .filter(says -> says.startsWith("/deploy approve"))
        .findFirst();
  }

  private List<String> secrets() {
    return team.swarm.secrets().stream().map(SwarmSecret::name).sorted().toList();
  }

  @Test
  void aNewValueIsCommittedPlannedApprovedAndInTheService() {
    approved(team.chat.say("you", "ops", "/deploy web"));
    team.hears("ops", "release 1 is verified");
    assertThat(secrets()).containsExactly("web_password-1", "web_tls-1");

    String command = team.chat.say("you", "ops", "/secrets rotate password.txt");
    approved(command);
    team.hears("ops", "release 2 is verified");
    assertThat(secrets()).containsExactly("web_password-1", "web_password-2", "web_tls-1");
    String value = team.content("secret/password.txt");
    assertThat(value).matches("[A-Za-z0-9]{24}");
    assertThat(team.swarm.service("web_app").orElseThrow().spec().toString())
        .contains("web_password-2")
        .doesNotContain("web_password-1");
    assertThat(team.chat.said("ops"))
        .extracting(Said::text)
        .anyMatch(text -> text.contains("`secret/password.txt` has a new value, commit `"))
        .noneMatch(text -> text.contains(value));
    assertThat(team.repository.history(team.repository.resolve(""), "secret/password.txt", 1))
        .singleElement()
        .satisfies(revision -> {
          assertThat(revision.author()).isEqualTo("you");
          assertThat(revision.subject()).isEqualTo("Rotate secret secret/password.txt");
        });
  }
}
