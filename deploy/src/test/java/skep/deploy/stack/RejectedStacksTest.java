package skep.deploy.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files the Docker CLI 28 refuses, so must Skep; but with file, line and all problems at once. */
class RejectedStacksTest {
  static List<StackCase> cases() {
    return StackCase.in("stacks-rejected");
  }

  /** {@code problems} of a case has the messages in full: they are what a person reads. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void saysWhatIsWrongAndWhere(StackCase stack) {
    InvalidStackException refusal =
        catchThrowableOfType(
            InvalidStackException.class, () -> new StackLoader().load(stack.source()));
    assertThat(refusal).as("refused").isNotNull();
    assertThat(refusal).hasMessage(stack.read("problems").strip());
    assertThat(refusal.problems())
        .isNotEmpty()
        .allSatisfy(problem -> assertThat(problem.line()).isPositive());
  }

  /** Where there is a CLI, it refuses the case too. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isRefusedByTheCliToo(StackCase stack) {
    assertThat(stack.read("problems")).isNotBlank();
    DockerCli.find()
        .map(CliJudge::new)
        .ifPresent(judge -> {
          CliJudge.Verdict verdict = judge.on(stack, "1.41");
          assertThat(verdict.status()).as(verdict.output()).isNotZero();
          assertThat(verdict.bodies()).doesNotContain("\"TaskTemplate\"");
        });
  }
}
