package skep.bot.wiring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import skep.bot.wiring.Settings.SettingsException;
import skep.commands.ask.Runbooks.Tools;
import skep.runbooks.embedding.onnx.OnnxEmbedder;
import skep.runbooks.evaluation.Evaluation;
import skep.runbooks.files.Tree;

/** {@code skep retrieve} and {@code skep bench}: a folder of pages, searched as the bot does it. */
public final class EvaluationWiring {
  private final RunbookSettings settings;
  private final Consumer<String> say;

  /**
   * What was asked for.
   *
   * @param index where it is kept; empty: it is thrown away afterwards
   */
  public record Wish(
      Path corpus,
      Path queries,
      Optional<Path> unanswerable,
      Optional<Path> run,
      Optional<Path> index) {
    public Wish {
      for (Path needed : List.of(corpus, queries)) {
        if (needed.toString().isEmpty() || !Files.exists(needed)) {
          throw new SettingsException(
              "'%s' is not there; give --corpus DIR and --queries FILE".formatted(needed));
        }
      }
    }

    private static <T> T needed(Optional<T> given, String option) {
      return given.orElseThrow(() -> new SettingsException(option + " FILE is missing"));
    }
  }

  public EvaluationWiring(Settings settings, KnownSecrets secrets, Consumer<String> say) {
    this.settings = new RunbookSettings(settings, secrets);
    this.say = say;
  }

  /** One text, by the model that comes with Skep. */
  public static void embedOnce() {
    try (OnnxEmbedder embedder = OnnxEmbedder.start(1)) {
      embedder.question("Is everything there?");
    }
  }

  public void retrieve(Wish wish) {
    Path run = Wish.needed(wish.run(), "--run");
    with(wish, evaluation -> evaluation.retrieve(wish.corpus(), wish.queries(), run));
  }

  public void bench(Wish wish) {
    with(wish, evaluation -> evaluation.bench(wish.corpus(), wish.queries(), wish.unanswerable()));
  }

  public void calibrate(Wish wish) {
    Path without = Wish.needed(wish.unanswerable(), "--unanswerable");
    with(wish, evaluation -> evaluation.calibrate(wish.corpus(), wish.queries(), without));
  }

  private interface Work {
    void on(Evaluation evaluation) throws IOException, InterruptedException;
  }

  private void with(Wish wish, Work work) {
    try {
      Path folder =
          wish.index().isPresent()
              ? wish.index().get()
              : Files.createTempDirectory("skep-evaluation-");
      try {
        Tools tools = settings.tools(folder);
        try (var index = tools.index();
            var embedder = tools.embedder()) {
          work.on(new Evaluation(index, embedder, tools.thresholds(), say));
        }
      } finally {
        if (wish.index().isEmpty()) {
          Tree.delete(folder);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new SettingsException(e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
