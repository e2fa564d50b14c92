package skep.bot.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import skep.bot.local.SampleEstate;
import skep.bot.terminal.DoRequest;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Room;

class TerminalWiringTest {
  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"", "missing"})
  void aDirectoryThatIsNoEstateIsRefusedAndTheWayToNameOneIsTold(String below) {
    assertThat(typed("/diff web", temp.resolve(below).toString()))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused ->
                assertThat(refused.text()).contains("--estate", "SKEP_ESTATE", temp.toString()));
  }

  @Test
  void helpNeedsNoEstate() {
    assertThat(typed("/help", temp.toString())).isInstanceOf(Outcome.Done.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "QDRANT_URL",
        "SKEP_EMBEDDING_URL",
        "SKEP_EMBEDDING_THRESHOLDS",
        "GROQ_PRICE",
        "SKEP_ASK_DOLLARS"
      })
  void whatIsNotSetWellForQuestionsKeepsNobodyFromRollingBack(String variable) {
    SampleEstate estate = SampleEstate.at(temp.resolve("try"), true);
    estate.dropPolicy();

    Outcome outcome =
        typed("/rollback web", estate.directory().toString(), Map.of(variable, "no-such@thing"));

    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    assertThat(outcome.text()).contains("web").doesNotContain(variable);
  }

  @Test
  void whatIsNotSetWellForQuestionsIsSaidToWhoeverAsksOne() {
    SampleEstate estate = SampleEstate.at(temp.resolve("try"), true);
    estate.dropPolicy();

    assertThat(
            typed(
                "/ask why is web down?",
                estate.directory().toString(),
                Map.of("SKEP_EMBEDDING_THRESHOLDS", "high")))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.text()).contains("SKEP_EMBEDDING_THRESHOLDS"));
  }

  private static Outcome typed(String line, String estate) {
    return typed(line, estate, Map.of());
  }

  private static Outcome typed(String line, String estate, Map<String, String> environment) {
    DoRequest request =
        new DoRequest(line, Optional.of(estate), Optional.of("simulated"), "root", false);
    try (TerminalWiring wiring =
        new TerminalWiring(new Settings(environment), request, new KnownSecrets())) {
      return wiring.handle(
          new Invocation(
              "1",
              new Person("terminal:root", "root"),
              new Room("terminal", "terminal", true),
              "terminal",
              line,
              Instant.EPOCH,
              Invocation.Progress.NONE));
    }
  }
}
