package skep.deploy.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files the Docker CLI 28 refuses, so must Skep; but with file, line and all problems at once. */
class RejectedStacksTest {
  private static final DockerCli CLI = DockerCli.judge();
  private static final Pattern WORD = Pattern.compile("[a-z_]{3,}");
  private static final Set<String> COMMON =
      Set.of(
          "services",
          "service",
          "web",
          "stack",
          "yml",
          "must",
          "not",
          "the",
          "for",
          "and",
          "with",
          "that",
          "which",
          "this",
          "has",
          "have",
          "put",
          "are",
          "can",
          "one",
          "any",
          "line");

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

  /** {@code cli} of a case is what CLI 28 says of it: the same mistake, in other words. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void refusesItForTheReasonTheCliHas(StackCase stack) {
    String theirs = stack.read("cli");
    String ours = stack.read("problems");
    if (stack.read("topic").isEmpty()) {
      assertThat(telling(theirs)).as(theirs).containsAnyElementsOf(telling(ours));
    } else {
      String[] halves = stack.read("topic").strip().split(" \\| ");
      assertThat(theirs).contains(halves[0]);
      assertThat(ours).contains(halves[1]);
    }
  }

  /** Words that say what a message is about: of keys, values and kinds. */
  private static Set<String> telling(String message) {
    Set<String> words = new TreeSet<>();
    WORD.matcher(message.replaceAll("(?m)^\\S+:\\d+: ", "").toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .filter(word -> !COMMON.contains(word))
        .forEach(words::add);
    return words;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void isRefusedByTheCliToo(StackCase stack) {
    CliJudge.Verdict verdict = new CliJudge(CLI).on(stack, "1.41");
    if (!stack.isKnownTo(CLI)) {
      assertThat(verdict.message(stack)).isNotEqualTo(stack.read("cli").strip());
      return;
    }
    assertThat(verdict.status()).as(verdict.output()).isNotZero();
    assertThat(verdict.bodies()).doesNotContain("\"TaskTemplate\"");
    assertThat(verdict.message(stack)).isNotBlank();
    if (CLI.isRecent()) {
      assertThat(verdict.message(stack)).isEqualTo(stack.read("cli").strip());
    }
  }
}
