package skep.bot.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;

/**
 * The whole way as a team goes it: two people signed in to chat, {@code skep run} as a process, a
 * real Swarm, judged by what the Docker command line says of it.
 */
@LabTest
class ChatJourneyTest {
  private static final Pattern WAITS = Pattern.compile("skep: Plan `([^`]+)` waits");

  private final Lab lab;
  private final String stack;
  private final Team team;
  private final ChatAccount you;
  private final ChatAccount colleague;
  private final String ops;
  private final BotProcess bot;

  ChatJourneyTest(Lab lab, @TempDir Path folder) {
    this.lab = lab;
    stack = lab.unique("web");
    team = new Team(lab, folder, files("app:1", "hello"));
    ops = team.chat().roomId("ops");
    you = new ChatAccount(team.chat().url(), "you");
    colleague = new ChatAccount(team.chat().url(), "colleague");
    bot = team.program("run");
    bot.awaitLine(line -> line.startsWith("listening as @skep"), Team.LONG);
  }

  @AfterEach
  void end() {
    bot.close();
    you.close();
    colleague.close();
    team.remove(stack);
    team.close();
  }

  private Map<String, String> files(String image, String greeting) {
    return Map.of(
        "skep.yaml", Rounds.policy(stack),
        "stacks/web/stack.yml",
            """
            version: "3.8"
            services:
              app:
                image: %s
                environment: {GREETING: %s}
                stop_grace_period: 1s
                deploy:
                  replicas: 2
                  endpoint_mode: dnsrr
                  update_config: {order: start-first, monitor: 2s, failure_action: pause}
            """
                .formatted(lab.image(image), greeting));
  }

  @Test
  void diffDeployChangeFailAndRollBack() {
    assertThat(answer(you.say(ops, "/diff " + stack))).contains("2 to create");
    assertThat(lab.docker("service", "ls", "--quiet")).isEmpty();

    firstDeployment();
    aChangedCommit();
    anImageThatCrashes();
    back();
  }

  private void firstDeployment() {
    String thread = you.say(ops, "/deploy " + stack);
    String plan = plan(thread);
    you.reply(ops, thread, "/deploy approve " + plan);
    assertThat(heard(thread, said -> said.startsWith("skep: :no_entry:")))
        .contains("somebody else has to approve it");
    assertThat(lab.docker("service", "ls", "--quiet")).as("nothing has changed").isEmpty();

    colleague.reply(ops, thread, "/deploy approve " + plan);
    assertThat(answer(thread)).contains("release 1 is verified");
    runs("app:1", "GREETING=hello");
    assertThat(answer(you.say(ops, "/diff " + stack))).contains("no changes");
  }

  private void aChangedCommit() {
    team.estate().commit(files("app:2", "good evening"));
    assertThat(approved("/deploy " + stack)).contains("release 2 is verified");
    runs("app:2", "GREETING=good evening");
  }

  private void anImageThatCrashes() {
    team.estate().commit(files("app:crash", "never heard"));
    String thread = you.say(ops, "/deploy " + stack);
    colleague.reply(ops, thread, "/deploy approve " + plan(thread));
    assertThat(heard(thread, said -> said.startsWith("skep: :x:")))
        .contains("release 3 failed and was taken back as a whole")
        .contains("Failing task: `" + stack + "_app on node1")
        .contains("failed with exit code 3")
        .contains("fatal: cannot open the database");
    runs("app:2", "GREETING=good evening");
  }

  private void back() {
    assertThat(approved("/rollback " + stack)).contains("release 4 is verified");
    runs("app:1", "GREETING=hello");
    assertThat(answer(you.say(ops, "/deploy history " + stack)))
        .contains("released", "rolled-back");
  }

  private String approved(String line) {
    String thread = you.say(ops, line);
    colleague.reply(ops, thread, "/deploy approve " + plan(thread));
    return answer(thread);
  }

  private String plan(String thread) {
    Matcher waits = WAITS.matcher(heard(thread, said -> WAITS.matcher(said).find()));
    assertThat(waits.find()).isTrue();
    return waits.group(1);
  }

  private String answer(String thread) {
    return heard(thread, said -> said.startsWith("skep: :white_check_mark:"));
  }

  private String heard(String thread, Predicate<String> wanted) {
    try {
      await()
          .atMost(Team.LONG)
          .untilAsserted(() -> assertThat(you.thread(thread)).anyMatch(wanted));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(swarmSays(), e);
    }
    return you.thread(thread).stream().filter(wanted).findFirst().orElseThrow();
  }

  private String swarmSays() {
    String name = stack + "_app";
    return lab.docker("service", "ls", "--filter", "name=" + name)
        + lab.docker("service", "ps", "--no-trunc", name, "--format", "{{json .}}");
  }

  /** Both replicas, as Docker itself reports them. */
  private void runs(String image, String environment) {
    JsonNode spec = json(lab.docker("service", "inspect", stack + "_app")).path(0).path("Spec");
    JsonNode container = spec.at("/TaskTemplate/ContainerSpec");
    assertThat(container.path("Image").asText()).startsWith(lab.image(image) + "@sha256:");
    assertThat(container.path("Env").path(0).asText()).isEqualTo(environment);
    assertThat(spec.at("/Mode/Replicated/Replicas").asInt()).isEqualTo(2);
    assertThat(running()).hasSize(2).allSatisfy(task -> assertThat(task).endsWith(image));
  }

  private List<String> running() {
    return lab.docker(
            "service",
            "ps",
            stack + "_app",
            "--filter",
            "desired-state=running",
            "--format",
            "{{.CurrentState}} {{.Image}}")
        .lines()
        .filter(line -> line.startsWith("Running"))
        .toList();
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
