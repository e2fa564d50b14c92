package skep.secrets.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import skep.secrets.redaction.SecretValue;

class GenerationTest {
  private static String made(Generation generation) {
    return new String(generation.make().reveal(), UTF_8);
  }

  private static Generation.Program shell(String script) {
    return new Generation.Program(List.of("sh", "-c", script));
  }

  @Test
  void everyCharacterOfTheAlphabetComesUpAndNoOther() {
    String values =
        List.of(1, 2, 3, 4).stream()
            .map(_ -> made(new Generation.Random(1024, "a-cX_-")))
            .collect(Collectors.joining());
    assertThat(values).hasSize(4096);
    assertThat(values.split("")).containsOnly("-", "X", "_", "a", "b", "c");
  }

  @Test
  void noTwoAreTheSame() {
    assertThat(made(Generation.Random.DEFAULT))
        .hasSize(32)
        .matches("[A-Za-z0-9]+")
        .isNotEqualTo(made(Generation.Random.DEFAULT));
  }

  @ParameterizedTest
  @CsvSource({"3,abc", "2000,abc", "10,a", "10,z-a", "10,''"})
  void whatMakesNoSecretIsRefused(int length, String alphabet) {
    assertThatThrownBy(() -> new Generation.Random(length, alphabet))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\tb", "a\u200bb", "\u0000-z"})
  void anAlphabetHasVisibleCharacters(String alphabet) {
    assertThatThrownBy(() -> new Generation.Random(10, alphabet))
        .hasMessageContaining("visible characters");
  }

  @Test
  void aProgramsOutputIsTheValueWithoutItsLineEnd() {
    assertThat(shell("printf 'one\\ntwo\\n\\n'").make()).isEqualTo(SecretValue.of("one\ntwo\n"));
  }

  @Test
  void aProgramSeesNoneOfTheBotsOwnSettings() {
    assertThat(
            made(
                shell(
                    "env | cut -d= -f1 | grep -v -x -e PATH -e HOME -e LANG -e PWD -e SHLVL -e _ -e OLDPWD; echo end")))
        .isEqualTo("end");
  }

  @ParameterizedTest
  @CsvSource({
    "exit 3,ended with status 3",
    "echo secret-in-output >&2; exit 1,ended with status 1",
    "true,printed nothing",
    "head -c 600000 /dev/zero,printed too much"
  })
  void aProgramThatFailsSaysWhyAndShowsNothing(String script, String why) {
    assertThatThrownBy(() -> shell(script).make())
        .isInstanceOf(GenerationException.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("secret-in-output");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> new Generation.Program(List.of("no-such-program")).make())
        .hasMessageContaining("no-such-program")
        .hasMessageContaining("where Skep runs");
  }
}
