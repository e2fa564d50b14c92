package skep.bot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.SampleEstate;
import skep.bot.wiring.Settings;

class MainTest {
  @TempDir Path temp;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void helpNeedsNothingAndIsDone() {
    assertThat(run("do", "/help")).isZero();
    assertThat(text(out)).contains("/deploy bring a stack to what git says");
  }

  @Test
  void aMisspeltCommandIsRefusedWithTheRightOne() {
    assertThat(run("do", "/depoly web")).isEqualTo(2);
    assertThat(text(out)).contains("next: /deploy web");
    assertThat(run("doctr")).isEqualTo(2);
    assertThat(text(err)).contains("skep doctor");
  }

  @Test
  void anOptionOfTheChatCommandReachesItWithoutQuotes() {
    assertThat(run("do", "/deploy", "web", "--ys")).isEqualTo(2);
    assertThat(text(out)).contains("next: /deploy web --yes");
  }

  @Test
  void anEngineThatDoesNotAnswerIsAFailure() throws Exception {
    Path estate = SampleEstate.at(temp.resolve("try"), false).directory();
    int status =
        run(
            "do",
            "/diff web",
            "--json",
            "--estate",
            estate.toString(),
            "--docker",
            "unix://" + temp.resolve("none.sock"));
    assertThat(status).isEqualTo(1);
    var json = new ObjectMapper().readTree(text(out));
    assertThat(json.path("outcome").asText()).isEqualTo("failed");
    assertThat(json.path("text").asText()).contains("Docker engine does not answer");
  }

  @Test
  void anEstateThatIsNotThereIsRefusedAndNamed() {
    String nowhere = temp.resolve("nowhere").toString();
    assertThat(run("do", "/diff web", "--estate", nowhere)).isEqualTo(2);
    assertThat(text(out)).contains(nowhere).contains("--estate");
  }

  @Test
  void aUserThatCannotBeRecordedIsRefused() {
    assertThat(run("do", "/help", "--as", "two words")).isEqualTo(2);
  }

  private int run(String... arguments) {
    PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    return new Main(to, errors, new Settings(Map.of())).run(arguments);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
