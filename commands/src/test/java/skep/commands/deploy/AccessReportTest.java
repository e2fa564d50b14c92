package skep.commands.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.commands.deploy.World.ANNA;
import static skep.commands.deploy.World.EVE;
import static skep.commands.deploy.World.ROOT;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.commands.access.Act;
import skep.commands.chat.Outcome;

class AccessReportTest {
  private final World world = new World();

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void whoAsksLearnsWhatTheyMayAndWhy() {
    world.estate.push("nginx:1");

    assertThat(world.says(ANNA, "/deploy access").text().lines())
        .containsExactly(
            "@anna (id `u-anna`) in #ops:",
            "• diff: yes, #ops is a command room",
            "• ask: yes, #ops is a command room",
            "• deploy: yes, is named in skep.yaml",
            "• approve: yes, is named in skep.yaml (never a plan of one's own)",
            "• rollback: yes, is named in skep.yaml",
            "• break-glass: yes, is named in skep.yaml",
            "• backup: no. Nobody may run backups and restores yet: skep.yaml has no access.backup.",
            "• secrets: no. Nobody may use /secrets yet: skep.yaml has no access.secrets.",
            "• runbooks: no. Nobody may make runbooks of threads yet: skep.yaml has no access.runbooks.");
  }

  @Test
  void ofAnotherPersonItIsToldWhyNot() {
    world.estate.push("nginx:1");

    assertThat(world.says(ANNA, "/deploy access why @eve").text().lines())
        .contains("@eve (id `u-eve`) in #ops:")
        .anySatisfy(line ->
            assertThat(line)
                .startsWith("• deploy: no. @eve may not deploy: skep.yaml allows it to"));
    assertThat(world.says(EVE, "/deploy access why anna")).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void ofAStackItsOwnRulesAreTold() {
    world.estate.ownRule("web", Act.DEPLOY, "u-eve");
    world.estate.push("nginx:1");

    assertThat(world.says(ANNA, "/deploy access why @eve web").text())
        .contains("• deploy: yes, is named in skep.yaml");
    assertThat(world.says(ANNA, "/deploy access why @anna web").text()).contains("• deploy: no.");
    assertThat(world.says(EVE, "/deploy web")).isInstanceOf(Outcome.Waiting.class);
    assertThat(world.says(ANNA, "/deploy web")).isInstanceOf(Outcome.Refused.class);
    assertThat(world.says(ANNA, "/deploy access why @eve wep"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.next()).isEqualTo("/deploy access why @eve web"));
  }

  @Test
  void whoMayOnlyDeployOneStackIsHeldBackByDeployAll() {
    world.estate.ownRule("web", Act.DEPLOY, "u-eve");
    world.estate.push(Map.of("web", "nginx:1", "api", "nginx:1"));

    assertThat(world.says(ANNA, "/deploy all").text())
        .contains("*web*: @anna may not deploy", "*api*: 1 to create");
  }

  @Test
  void aNameNobodyHasIsRefusedWithoutNotifyingAnybody() {
    world.estate.push("nginx:1");

    assertThat(world.says(ANNA, "/deploy access why @all"))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.text()).isEqualTo("I know of no active account `all`."));
  }

  @Test
  void atATerminalNobodyElseIsKnown() {
    world.estate.push("nginx:1");

    assertThat(world.says(ROOT, "/deploy access").text()).contains("root (id `terminal:root`)");
  }
}
