package skep.bot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.SampleEstate;
import skep.bot.wiring.Settings;

/** The start-up cache holds only what the training met. */
class TrainingEngineTest {
  @TempDir Path temp;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void aStackIsDeployedToItAndFoundUnchangedAfterwards() throws Exception {
    SampleEstate estate = SampleEstate.at(temp.resolve("try"), true);
    estate.dropPolicy();
    try (TrainingEngine engine = TrainingEngine.start(temp.resolve("e.sock"))) {
      assertThat(said(estate, engine, "/deploy web --yes --detach --resolve-image never"))
          .contains("web release 1 is applied");
      assertThat(said(estate, engine, "/deploy web --resolve-image never")).contains("no changes");
    }
  }

  private String said(SampleEstate estate, TrainingEngine engine, String line) {
    out.reset();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Main main = new Main(stream, stream, new Settings(Map.of()));
    String directory = estate.directory().toString();
    assertThat(main.run("do", line, "--estate", directory, "--docker", engine.address()))
        .as(() -> out.toString(StandardCharsets.UTF_8))
        .isZero();
    return out.toString(StandardCharsets.UTF_8);
  }
}
