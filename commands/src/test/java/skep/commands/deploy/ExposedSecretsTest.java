package skep.commands.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.commands.deploy.World.ANNA;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.commands.chat.Outcome;

/** Commits that have in clear what is to be encrypted. */
class ExposedSecretsTest {
  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/diff web", "/deploy web", "/diff all", "/deploy all"})
  void nothingIsPlannedFromThem(String line) {
    world.estate.expose("secret/web.env");
    world.estate.push(Map.of("web", "nginx:2"));

    Outcome outcome = world.says(ANNA, line);

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.text())
        .contains(
            "in clear where they are to be encrypted",
            "secret/web.env is to be encrypted and is there in clear (commit ",
            "change them where they are used, too");
    assertThat(world.swarm.services(Map.of())).isEmpty();
  }

  @Test
  void theWayBackStaysOpen() {
    world.estate.push(Map.of("web", "nginx:1"));
    world.deployed("web");
    world.estate.push(Map.of("web", "nginx:2"));
    world.deployed("web");
    world.estate.expose("secret/web.env");
    world.estate.push(Map.of("web", "nginx:3"));

    assertThat(world.says(ANNA, "/rollback web")).isInstanceOf(Outcome.Waiting.class);
  }
}
