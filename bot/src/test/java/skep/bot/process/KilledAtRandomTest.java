package skep.bot.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;

/**
 * A bot is killed twenty times, whenever it happens to be, while commands keep coming: each has its
 * effect at most once, and each is answered, by whichever bot.
 */
@LabTest
class KilledAtRandomTest {
  private static final int KILLS = 20;
  private static final int COMMANDS = 2 * KILLS;

  private final Lab lab;
  private final String prefix;
  private final Team team;

  KilledAtRandomTest(Lab lab, @TempDir Path folder) {
    this.lab = lab;
    prefix = lab.unique("k");
    team = new Team(lab, folder, files());
  }

  private String stack(int number) {
    return prefix + "-" + number;
  }

  private Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    StringBuilder policy =
        new StringBuilder(
            "chat: {commands: [ops]}\naccess: {deploy: {members-of: ops-deployers}}\nstacks:\n");
    for (int i = 0; i < COMMANDS; i++) {
      policy.append("  %s: {file: stacks/one/stack.yml}\n".formatted(stack(i)));
    }
    files.put("skep.yaml", policy.toString());
    files.put("stacks/one/stack.yml", "version: \"3.8\"\nservices: {app: {image: app:1}}\n");
    return files;
  }

  @AfterEach
  void end() {
    List<String> remove = new ArrayList<>(List.of("config", "rm"));
    lab.docker("config", "ls", "--quiet", "--filter", "name=skep-lock-" + prefix)
        .lines()
        .forEach(remove::add);
    lab.docker("config", "ls", "--quiet", "--filter", "label=skep.record=claim")
        .lines()
        .forEach(remove::add);
    if (remove.size() > 2) {
      lab.docker(remove.toArray(String[]::new));
    }
    team.close();
  }

  @Test
  void everyCommandIsAnsweredAndHasItsEffectAtMostOnce() throws InterruptedException {
    Random moments = new Random(11);
    List<String> threads = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      try (BotProcess bot = team.listeningBot()) {
        threads.add(team.ask("/deploy lock " + stack(threads.size()) + " long before the end"));
        Thread.sleep(moments.nextInt(900));
        threads.add(team.ask("/deploy lock " + stack(threads.size()) + " right before the end"));
        Thread.sleep(moments.nextInt(60));
        bot.kill();
      }
    }
    try (BotProcess last = team.listeningBot()) {
      Awaitility.await()
          .atMost(Team.LONG)
          .untilAsserted(() ->
              assertThat(threads).allSatisfy(id -> assertThat(team.answers(id)).isNotEmpty()));
      assertThat(last.exit(Duration.ZERO)).isEmpty();
    }

    List<String> locked = team.locks().locked();
    int done = 0;
    for (int i = 0; i < threads.size(); i++) {
      String answers = String.join("\n", team.answers(threads.get(i)));
      assertThat(team.answers(threads.get(i))).as(stack(i)).hasSize(1);
      // Run twice, the second time would find the lock of the first.
      assertThat(answers).as(stack(i)).doesNotContain("has held the lock");
      if (answers.contains("is locked")) {
        done++;
        assertThat(locked).contains(stack(i));
      } else {
        assertThat(answers).contains("no deployment was begun for it");
      }
    }
    assertThat(done).isGreaterThan(COMMANDS / 4);
  }
}
