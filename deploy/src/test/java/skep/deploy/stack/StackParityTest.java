package skep.deploy.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The stack cases against what the Docker CLI 28 sends for them. */
class StackParityTest {
  /** The oldest engine Skep is run with here, and what the CLI 28.2 speaks at most. */
  private static final List<String> API_VERSIONS = List.of("1.41", "1.50");

  private static final DockerCli CLI = DockerCli.judge();

  static List<StackCase> cases() {
    return StackCase.in("stacks");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void asksForWhatTheCliSends(StackCase stack) {
    DesiredStack desired = new StackLoader().load(stack.source());
    assertThat(Bodies.of(desired)).isEqualTo(Bodies.read(expected(stack)));
    assertThat(String.join("\n", desired.warnings().stream().sorted().toList()))
        .isEqualTo(stack.read("warnings").strip());
  }

  /**
   * The kept bodies are what the CLI here sends, whatever the engine's version; but an old CLI is
   * known to send something else, or nothing, for some.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void keptBodiesAreTheClis(StackCase stack) {
    String kept = Bodies.read(expected(stack));
    assertThat(kept).contains("\"services\"");
    for (String api : API_VERSIONS) {
      CliJudge.Verdict verdict = new CliJudge(CLI).on(stack, api);
      if (stack.isKnownTo(CLI)) {
        assertThat(verdict.status()).as(verdict.output()).isZero();
        assertThat(verdict.bodies()).as("API %s", api).isEqualTo(kept);
        // Older ones warn of the same in other words.
        if (CLI.isRecent()) {
          assertThat(String.join("\n", verdict.warnings()))
              .isEqualTo(stack.read("warnings").strip());
        }
      } else {
        assertThat(verdict.bodies()).as(stack.read("newer-cli")).isNotEqualTo(kept);
      }
    }
  }

  private static java.nio.file.Path expected(StackCase stack) {
    return stack.directory().resolve("expected.json");
  }
}
