package skep.commands.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.commands.deploy.World.ANNA;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.commands.chat.Outcome;

/** Names nobody knows, and stacks the estate no longer has. */
class NamesTest {
  private final World world = new World();

  @BeforeEach
  void twoStacks() {
    world.estate.push(Map.of("web", "nginx:1", "api", "api:1"));
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/diff wbe | /diff web",
        "/deploy wbe | /deploy web",
        "/deploy lock wbe a reason | /deploy lock web a reason",
        "/deploy unlock wbe | /deploy unlock web",
        "/deploy status wbe | /deploy status web",
        "/deploy history wbe | /deploy history web",
        "/rollback wbe | /rollback web",
        "/rollback wbe to 41 --force | /rollback web to 41 --force",
        "/rollback ollback | /rollback api"
      })
  void aMisspeltStackIsRefusedWithTheSameLineForTheRightOne(String typed, String next) {
    assertThat(world.says(ANNA, typed))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.text()).contains("has no stack");
              assertThat(refused.next()).isEqualTo(next);
            });
  }

  @Test
  void aStackThatLeftTheEstateCanBeUnlockedLookedAtAndRolledBack() {
    world.deployed("api");
    world.estate.push(Map.of("web", "nginx:1", "api", "api:2"));
    world.deployed("api");
    world.says(ANNA, "/deploy lock api waiting for the new disk");
    world.estate.push("nginx:1");

    assertThat(world.says(ANNA, "/deploy status").text())
        .contains("*api*: release 2", "waiting for the new disk");
    assertThat(world.says(ANNA, "/deploy history api").text()).contains("release 1");
    assertThat(world.says(ANNA, "/deploy unlock api").text()).contains("*api* is free again");
    assertThat(world.says(ANNA, "/rollback api")).isInstanceOf(Outcome.Waiting.class);
    assertThat(world.says(ANNA, "/deploy lock api again")).isInstanceOf(Outcome.Refused.class);
  }

  @ParameterizedTest
  @CsvSource({"/deploy status", "/deploy all", "/diff", "/diff all", "/deploy web"})
  void anEstateWithoutStacksIsCalledSo(String line) {
    world.estate.push(Map.of());
    assertThat(world.says(ANNA, line))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.text()).contains("has no stacks");
              assertThat(refused.next()).isEqualTo("add stacks/web/stack.yml to the estate");
            });
  }

  @Test
  void aSecondRollbackGoesFurtherBackAndNotForwardAgain() {
    for (String image : new String[] {"nginx:1", "nginx:2", "nginx:3"}) {
      world.estate.push(image);
      assertThat(world.deployed("web")).isInstanceOf(Outcome.Done.class);
    }
    assertThat(world.agreed("/rollback web").text()).contains("release 4 is verified");
    assertThat(world.image("web_app")).contains("nginx:2");
    assertThat(world.agreed("/rollback web").text()).contains("release 5 is verified");
    assertThat(world.image("web_app")).contains("nginx:1");
    assertThat(world.says(ANNA, "/rollback web").text())
        .contains("no verified release before the one that runs");

    world.estate.push("nginx:4");
    assertThat(world.deployed("web").text()).contains("release 6 is verified");
    assertThat(world.agreed("/rollback web").text()).contains("release 7 is verified");
    assertThat(world.image("web_app")).contains("nginx:1");
  }
}
