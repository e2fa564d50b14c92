package skep.bot.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.process.BotProcess.Ended;
import skep.deploy.lab.Lab;
import skep.deploy.lab.LabTest;
import skep.deploy.release.Release;
import skep.deploy.swarm.SwarmService;

/** {@code skep do} as somebody types it in a shell beside a real Swarm. */
@LabTest
class DoProcessTest {
  private final Lab lab;
  private final String stack;
  private final Team team;

  DoProcessTest(Lab lab, @TempDir Path folder) {
    this.lab = lab;
    stack = lab.unique("web");
    team = new Team(lab, folder, files("app:1"));
  }

  @AfterEach
  void end() {
    team.remove(stack);
    team.close();
  }

  private Map<String, String> files(String image) {
    return Map.of(
        "skep.yaml", "stacks: {%s: {file: stacks/web/stack.yml}}\n".formatted(stack),
        "stacks/web/stack.yml",
            """
            version: "3.8"
            services:
              app:
                image: %s
                stop_grace_period: 1s
                deploy:
                  endpoint_mode: dnsrr
                  restart_policy: {condition: none}
                  update_config: {monitor: 2s, failure_action: pause}
            """
                .formatted(lab.image(image)));
  }

  private BotProcess start(String... arguments) {
    List<String> all = new ArrayList<>(List.of("do"));
    all.addAll(List.of(arguments));
    return team.program(all.toArray(String[]::new));
  }

  private Ended skep(String... arguments) {
    try (BotProcess program = start(arguments)) {
      return program.ended();
    }
  }

  private static JsonNode json(Ended program) {
    assertThat(program.lines()).hasSize(1);
    try {
      return new ObjectMapper().readTree(program.lines().getFirst());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(program.toString(), e);
    }
  }

  @Test
  void theExitStatusSaysHowItWent() {
    assertThat(skep("/diff " + stack).status()).isZero();
    assertThat(skep("/deploy " + stack).status()).as("a plan that waits").isEqualTo(2);
    assertThat(skep("/deploy", stack, "--yes"))
        .satisfies(done -> {
          assertThat(done.status()).isZero();
          assertThat(done.lines()).anyMatch(line -> line.contains("release 1 is verified"));
        });
    assertThat(skep("/deploy nothing-of-that-name --yes").status()).isEqualTo(2);
    team.estate().commit(files("app:crash"));
    assertThat(skep("/deploy " + stack + " --yes"))
        .satisfies(failed -> {
          assertThat(failed.status()).isEqualTo(1);
          assertThat(failed.lines()).contains("fatal: cannot open the database");
        });
    assertThat(StackNow.tasks(team.swarm(), stack + "_app")).containsExactly("running app:1");
  }

  @Test
  void jsonIsOneLineWithNothingElseInIt() {
    JsonNode planned = json(skep("/diff " + stack, "--json"));
    schema(planned, "done", "");
    assertThat(app(planned).path("action").asText()).isEqualTo("create");
    schema(json(skep("/deploy " + stack + " --yes", "--json")), "done", "");
    team.estate().commit(files("app:crash"));
    JsonNode failed = json(skep("/deploy " + stack + " --yes", "--json"));
    schema(failed, "failed", "/deploy history " + stack);
    assertThat(app(failed).path("action").asText()).isEqualTo("update");
    assertThat(app(failed).path("fields"))
        .anySatisfy(field -> {
          assertThat(field.path("path").asText()).isEqualTo("image");
          assertThat(field.path("from").asText()).contains("app:1");
          assertThat(field.path("to").asText()).contains("app:crash");
        });
    schema(json(skep("/deploy lick " + stack, "--json")), "refused", "/deploy lock " + stack);
  }

  private JsonNode app(JsonNode outcome) {
    for (JsonNode change : outcome.path("changes")) {
      if (change.path("name").asText().equals(stack + "_app")) {
        assertThat(change.path("kind").asText()).isEqualTo("service");
        return change;
      }
    }
    throw new AssertionError("no change of the service in " + outcome);
  }

  /** DESIGN §7, key for key. */
  private static void schema(JsonNode json, String outcome, String next) {
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("outcome", "text", "next", "changes");
    assertThat(json.path("outcome").asText()).isEqualTo(outcome);
    assertThat(json.path("text").asText()).isNotBlank();
    assertThat(json.path("next").asText()).startsWith(next);
    assertThat(json.path("changes").isArray()).isTrue();
    for (JsonNode change : json.path("changes")) {
      assertThat(change.fieldNames())
          .toIterable()
          .containsExactly("kind", "name", "action", "fields");
      assertThat(change.path("action").asText())
          .isIn("create", "update", "remove", "adopt", "none");
      for (JsonNode field : change.path("fields")) {
        assertThat(field.fieldNames()).toIterable().containsExactly("path", "from", "to");
      }
    }
  }

  /** Nothing waits for approval: nothing changes. */
  @Test
  void whatTheDockerCliMadeIsTakenOverWithoutARestart() {
    Map<String, String> files = new TreeMap<>(files("app:1"));
    files.merge(
        "stacks/web/stack.yml",
        """
            secrets: [pw]
        secrets: {pw: {file: ./pw}}
        """,
        String::concat);
    files.put("stacks/web/pw", "s3cret");
    team.estate().commit(files);
    lab.docker(
        "stack",
        "deploy",
        "--detach",
        "-c",
        team.estate().directory().resolve("stacks/web/stack.yml").toString(),
        stack);
    List<SwarmService> before = team.swarm().services(Map.of());

    assertThat(skep("/deploy " + stack))
        .satisfies(taken -> {
          assertThat(taken.status()).isZero();
          assertThat(taken.lines())
              .contains(
                  "%s release 1 takes over what the Docker CLI made, as it is: nothing was changed or restarted."
                      .formatted(stack));
        });
    assertThat(team.swarm().services(Map.of())).isEqualTo(before);
    assertThat(skep("/deploy " + stack).lines()).anyMatch(line -> line.contains("no changes"));
  }

  @Test
  void ofTwoAtTheSameMomentOneDeploys() {
    assertThat(skep("/deploy " + stack + " --yes").status()).isZero();
    team.estate().commit(files("app:2"));
    List<Ended> both;
    try (BotProcess one = start("/deploy " + stack + " --yes", "--as", "one");
        BotProcess other = start("/deploy " + stack + " --yes", "--as", "other")) {
      both = List.of(one.ended(), other.ended());
    }
    assertThat(both)
        .anySatisfy(winner -> {
          assertThat(winner.status()).isZero();
          assertThat(winner.lines()).anyMatch(line -> line.contains("release 2 is verified"));
        });
    assertThat(both)
        .anySatisfy(loser -> {
          assertThat(loser.lines()).noneMatch(line -> line.contains("is verified"));
          assertThat(String.join("\n", loser.lines()))
              .containsPattern("has held the lock|no changes|since the plan was made");
        });
    assertThat(team.releases().history(stack))
        .extracting(Release::number)
        .as("one deployed, and only one")
        .containsExactly(2, 1);
    assertThat(StackNow.tasks(team.swarm(), stack + "_app")).containsExactly("running app:2");
  }
}
