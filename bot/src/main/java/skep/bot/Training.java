package skep.bot;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import skep.bot.local.SampleEstate;
import skep.bot.wiring.EvaluationWiring;
import skep.bot.wiring.KnownSecrets;
import skep.bot.wiring.Settings;
import skep.bot.wiring.TryWiring;

/** The program's usual work, done once while the AOT cache is made: no network, no traces. */
final class Training {
  private Training() {}

  static int run() {
    try {
      Path home = Files.createTempDirectory("skep-training-");
      try {
        EvaluationWiring.embedOnce();
        terminal(home);
        chat(home);
      } finally {
        SampleEstate.at(home, false).remove();
        Files.deleteIfExists(home);
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("the training run needs a temporary directory", e);
    }
  }

  private static void terminal(Path home) throws IOException {
    PrintStream nowhere =
        new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Main main = new Main(nowhere, nowhere, new Settings(Map.of()));
    SampleEstate estate = SampleEstate.at(home, true);
    estate.dropPolicy();
    String directory = estate.directory().toString();
    main.run("help");
    main.run("do", "/deploy help", "--json");
    main.run("do", "/diff all", "--estate", directory, "--docker", "simulated");
    main.run("do", "/deploy api --yes", "--estate", directory, "--docker", "simulated", "--json");
    main.run("do", "/diff web", "--estate", directory, "--docker", "unix:///nonexistent.sock");
    try (TrainingEngine engine = TrainingEngine.start(home.resolve("engine.sock"))) {
      main.run("do", "/deploy status", "--estate", directory, "--docker", engine.address());
      // Twice, and looked at in between: most deployments meet a stack that is there.
      for (String line :
          List.of(
              "/deploy web --yes --detach --resolve-image never",
              "/diff all --resolve-image never",
              "/deploy web --resolve-image never")) {
        main.run("do", line, "--estate", directory, "--docker", engine.address());
      }
    }
  }

  private static void chat(Path home) {
    CountDownLatch listening = new CountDownLatch(1);
    TryWiring.Wish wish = new TryWiring.Wish(0, true, home, true);
    try (TryWiring wiring =
        new TryWiring(
            new Settings(Map.of()), wish, new KnownSecrets(), _ -> listening.countDown())) {
      if (!listening.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the bot did not begin to listen to " + wiring.url());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
