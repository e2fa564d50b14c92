package skep.bot.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.release.Release;

/** The bot that reports a failure has never read the secret that the failed task printed. */
@LabTest
class RecoveredSecretTest {
  private static final String VALUE = "correct-horse-battery-staple";

  private final String stack;
  private final Team team;
  private final Lab lab;
  private BotProcess bot;

  RecoveredSecretTest(Lab lab, @TempDir Path folder) {
    this.lab = lab;
    stack = lab.unique("web");
    team = new Team(lab, folder, files("app sleep"));
    bot = team.listeningBot();
  }

  @AfterEach
  void end() {
    bot.close();
    team.remove(stack);
    team.close();
  }

  private Map<String, String> files(String command) {
    return Map.of(
        "skep.yaml",
        Rounds.policy(stack),
        "stacks/web/password",
        VALUE,
        "stacks/web/stack.yml",
        """
        version: "3.8"
        services:
          app:
            image: %s
            entrypoint: ["sh", "-c", "%s"]
            secrets: [password]
            stop_grace_period: 1s
            deploy:
              endpoint_mode: dnsrr
              restart_policy: {condition: none}
              update_config: {monitor: 2s, failure_action: pause}
        secrets:
          password: {file: password}
        """
            .formatted(lab.image("app:1"), command));
  }

  @Test
  void whatAFailedTaskPrintedIsShownWithoutTheSecretByTheBotThatComesAfter() {
    String first = team.ask("/deploy " + stack);
    team.approve(first);
    assertThat(team.awaitAnswers(first, 2).getLast()).contains("release 1 is verified");
    team.estate().commit(files("sleep 1; echo password is $$(cat /run/secrets/password); exit 3"));
    String thread = team.ask("/deploy " + stack);
    team.approve(thread);
    Awaitility.await().atMost(Team.LONG).until(this::isBeingVerified);
    bot.kill();
    team.leaseRunsOut(stack);
    bot = team.listeningBot();

    assertThat(team.awaitAnswers(thread, 2).getLast())
        .contains("release 2 failed and was taken back", "A bot before me", "password is ")
        .doesNotContain(VALUE);
    assertThat(bot.toString()).doesNotContain(VALUE);
    assertThat(team.chat().said("ops"))
        .allSatisfy(said -> assertThat(said.text()).doesNotContain(VALUE));
    assertThat(team.swarm().configs(Map.of()))
        .allSatisfy(config -> {
          assertThat(new String(config.data(), StandardCharsets.UTF_8)).doesNotContain(VALUE);
          assertThat(config.labels().toString()).doesNotContain(VALUE);
        });
  }

  private boolean isBeingVerified() {
    return team.releases()
        .latest(stack)
        .filter(release -> release.number() == 2 && release.state() == Release.State.VERIFYING)
        .isPresent();
  }
}
