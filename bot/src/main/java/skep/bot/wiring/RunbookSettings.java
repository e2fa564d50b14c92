package skep.bot.wiring;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.commands.ask.AskCommand;
import skep.commands.ask.OtherRepositories;
import skep.commands.ask.Runbooks.Tools;
import skep.runbooks.embedding.onnx.OnnxEmbedder;
import skep.runbooks.index.Search;
import skep.runbooks.index.lucene.LucenePassageIndex;
import skep.secrets.repository.EstateRepository;

/** What questions are answered with, as the environment describes it. */
final class RunbookSettings {
  private static final Pattern GITHUB =
      Pattern.compile("https://github\\.com/([\\w.-]+/[\\w.-]+?)(?:\\.git)?/?");

  private final Settings settings;
  private final KnownSecrets secrets;

  RunbookSettings(Settings settings, KnownSecrets secrets) {
    this.settings = settings;
    this.secrets = secrets;
  }

  /**
   * @param use what the index's folder is named after, where none is set: programs do not share one
   */
  Questions questions(String use) {
    Path usual = Path.of(System.getProperty("java.io.tmpdir"), "skep-index-" + use);
    Path folder = settings.path("SKEP_INDEX_FOLDER").orElse(usual);
    return new Questions(() -> tools(folder), others(), AskCommand.Models.NONE, link());
  }

  /** Opens the index and loads the model. */
  Tools tools(Path folder) {
    return new Tools(
        LucenePassageIndex.in(folder),
        OnnxEmbedder.start(Runtime.getRuntime().availableProcessors()),
        Search.Thresholds.DEFAULT);
  }

  /** Each is opened once. */
  private OtherRepositories others() {
    Map<String, EstateRepository> open = new HashMap<>();
    return repository -> {
      EstateRepository one = open.computeIfAbsent(repository.url(), this::open);
      return one.tree(one.resolve(""));
    };
  }

  /** The estate's login goes to the estate's own server, and to no other. */
  private EstateRepository open(String url) {
    boolean isSameServer =
        server(url).isPresent()
            && server(url).equals(settings.text("SKEP_ESTATE").flatMap(RunbookSettings::server));
    return isSameServer
        ? EstateAccess.open(settings, url, secrets)
        : EstateAccess.openAnonymously(url);
  }

  private static Optional<String> server(String url) {
    try {
      URI address = URI.create(url);
      return Optional.ofNullable(address.getHost())
          .map(host -> "%s://%s:%d".formatted(address.getScheme(), host, address.getPort()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Where people read pages of an estate that is on GitHub. */
  private Optional<String> link() {
    return settings
        .text("SKEP_ESTATE")
        .map(GITHUB::matcher)
        .filter(Matcher::matches)
        .map(estate -> "https://github.com/%s/blob/{commit}/{path}".formatted(estate.group(1)));
  }
}
