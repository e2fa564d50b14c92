package skep.bot.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.bot.image.SkepImage;
import skep.bot.local.chat.LocalChat;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.release.Release;

/**
 * The bot as the Swarm runs it, from its own image, told to deploy the stack it is in itself: it is
 * ended in the middle of its work, and its successor finishes it.
 */
@LabTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SelfDeployIT {
  /** A lease that nobody freed, a round, and a Swarm that ends one task and starts the next. */
  private static final Duration SUCCESSION = Duration.ofMinutes(4);

  private final Lab lab;
  private String stack = "";
  private String image = "";
  @TempDir Path folder;

  SelfDeployIT(Lab lab) {
    this.lab = lab;
  }

  @BeforeAll
  void build() {
    image = SkepImage.in(lab);
  }

  @BeforeEach
  void name() {
    stack = lab.unique("skep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop-first", "start-first"})
  void theNextBotFinishesAndAnswers(String order) throws IOException {
    Files.createDirectories(folder);
    LocalChat chat = LocalChat.start(LocalChat.Options.onFreePort().at(lab.gateway()));
    Path estate = folder.resolve("estate-" + order);
    try (Team team = new Team(lab, chat, estate, files(chat, estate, order, 1))) {
      readableByAll();
      lab.docker("stack", "deploy", "--compose-file", estate.resolve(FILE).toString(), stack);
      try {
        deploysItself(team, files(chat, estate, order, 2));
      } finally {
        team.remove(stack);
      }
    }
  }

  private void deploysItself(Team team, Map<String, String> changed) throws IOException {
    assertThat(team.awaitAnswers(team.ask("/diff " + stack), 1).getFirst()).contains("no changes");
    String before = task();
    team.estate().commit(changed);
    readableByAll();

    String thread = team.ask("/deploy " + stack);
    team.approve(thread);
    await().atMost(SUCCESSION).until(() -> team.answers(thread).size() == 2);

    assertThat(team.answers(thread).getLast()).contains("release 1 is verified");
    assertThat(team.releases().latest(stack))
        .hasValueSatisfying(
            release -> assertThat(release.state()).isEqualTo(Release.State.RELEASED));
    assertThat(team.locks().holder(stack)).isEmpty();
    assertThat(lab.docker("service", "inspect", stack + "_bot")).contains("GENERATION=2");
    assertThat(task()).as("another task runs").isNotEqualTo(before).isNotBlank();
    // The successor is whole: it takes the next command.
    assertThat(team.awaitAnswers(team.ask("/diff " + stack), 1).getFirst()).contains("no changes");
    assertThat(team.answers(thread)).as("answered once").hasSize(2);
  }

  /** The one task that runs. */
  private String task() {
    return lab.docker(
            "service",
            "ps",
            stack + "_bot",
            "--quiet",
            "--no-trunc",
            "--filter",
            "desired-state=running")
        .strip();
  }

  private static final String FILE = "stacks/skep/stack.yml";

  private Map<String, String> files(LocalChat chat, Path estate, String order, int generation) {
    Path socket = lab.socket("node1");
    return Map.of(
        "skep.yaml",
        Rounds.policy(stack).replace("stacks/web/stack.yml", FILE),
        FILE,
        """
        version: "3.9"
        services:
          bot:
            image: %s
            user: "%s"
            environment:
              SKEP_ESTATE: %s
              ROCKETCHAT_URL: %s
              ROCKETCHAT_USER_ID: %s
              ROCKETCHAT_TOKEN: %s
              GENERATION: "%d"
            volumes:
              - {type: bind, source: %s, target: /var/run/docker.sock}
              - {type: bind, source: %s, target: %s, read_only: true}
            stop_grace_period: 40s
            deploy:
              endpoint_mode: dnsrr
              update_config: {order: %s, failure_action: pause, monitor: 5s}
              restart_policy: {condition: any, delay: 1s}
        """
            .formatted(
                image,
                SkepImage.user(lab),
                estate,
                chat.url(),
                chat.botUserId(),
                new String(chat.botToken().reveal(), StandardCharsets.UTF_8),
                generation,
                socket,
                estate,
                estate,
                order));
  }

  /** In the image the bot is nobody this machine knows. */
  private void readableByAll() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        file.toFile().setReadable(true, false);
        if (Files.isDirectory(file)) {
          file.toFile().setExecutable(true, false);
        }
      }
    }
  }
}
