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

  private static Outcome typed(String line, String estate) {
    DoRequest request =
        new DoRequest(line, Optional.of(estate), Optional.of("simulated"), "root", false);
    try (TerminalWiring wiring =
        new TerminalWiring(new Settings(Map.of()), request, new KnownSecrets())) {
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
