package skep.bot.wiring;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.bot.wiring.Settings.SettingsException;
import skep.commands.ask.OtherRepositories;
import skep.commands.ask.Runbooks.Tools;
import skep.runbooks.answer.Budget;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.embedding.onnx.OnnxEmbedder;
import skep.runbooks.embedding.remote.EndpointEmbedder;
import skep.runbooks.endpoint.Address;
import skep.runbooks.endpoint.Endpoint;
import skep.runbooks.endpoint.Key;
import skep.runbooks.endpoint.Patience;
import skep.runbooks.files.OwnFolder;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.Search;
import skep.runbooks.index.lucene.LucenePassageIndex;
import skep.runbooks.index.qdrant.QdrantOptions;
import skep.runbooks.index.qdrant.QdrantPassageIndex;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.RepositoryAddress;
import skep.secrets.repository.RepositoryException;

/** What questions are answered with, as the environment describes it. */
final class RunbookSettings {
  private static final Pattern GITHUB =
      Pattern.compile("https://github\\.com/([\\w.-]+/[\\w.-]+?)(?:\\.git)?/?");

  private static final String THRESHOLDS = "SKEP_EMBEDDING_THRESHOLDS";
  private static final Pattern TWO = Pattern.compile("([01]?\\.\\d+|[01])[ /]+([01]?\\.\\d+|[01])");

  private final Settings settings;
  private final KnownSecrets secrets;

  RunbookSettings(Settings settings, KnownSecrets secrets) {
    this.settings = settings;
    this.secrets = secrets;
  }

  /**
   * Of the bot itself: only it writes to Qdrant, where it is set.
   *
   * @throws SettingsException where something is not set well
   */
  Questions ofBot() {
    Optional<QdrantOptions> qdrant = qdrant();
    Supplier<Path> folder = folder("bot");
    return questions(() -> tools(qdrant, folder));
  }

  /**
   * Of any other program: it has an index of its own.
   *
   * @param use what the index's folder is named after, where none is set
   */
  Questions questions(String use) {
    Supplier<Path> folder = folder(use);
    return questions(() -> tools(Optional.empty(), folder));
  }

  private Questions questions(Supplier<Tools> tools) {
    ModelSettings models = new ModelSettings(settings, secrets, InstantSource.system());
    // What is not set well is said at the start, and a key is known before it is used.
    thresholds();
    address();
    key();
    Budget budget = models.budget();
    return new Questions(
        tools, others(), models.models(models.model(), budget), budget, link(), secrets::redact);
  }

  private Supplier<Path> folder(String use) {
    return () -> settings.path("SKEP_INDEX_FOLDER").orElseGet(() -> ownFolder("skep-index-" + use));
  }

  private static Path ownFolder(String name) {
    try {
      return OwnFolder.temporary(name);
    } catch (IOException e) {
      throw new SettingsException(e.getMessage() + "; or set SKEP_INDEX_FOLDER");
    }
  }

  /** The embedder first: an index that is open keeps others out. */
  private Tools tools(Optional<QdrantOptions> qdrant, Supplier<Path> folder) {
    Embedder embedder = embedder();
    try {
      return new Tools(
          qdrant
              .<PassageIndex>map(QdrantPassageIndex::connect)
              .orElseGet(() -> LucenePassageIndex.in(folder.get())),
          embedder,
          thresholds());
    } catch (RuntimeException e) {
      embedder.close();
      throw e;
    }
  }

  /** The embedded index, and the model that is set. */
  Tools tools(Path folder) {
    return tools(Optional.empty(), () -> folder);
  }

  private Embedder embedder() {
    return remoteEmbedder()
        .orElseGet(() -> OnnxEmbedder.start(Runtime.getRuntime().availableProcessors()));
  }

  Optional<QdrantOptions> qdrant() {
    Optional<SecretValue> key = settings.secret("QDRANT_API_KEY");
    key.ifPresent(secrets::learn);
    try {
      return settings
          .text("QDRANT_URL")
          .map(url -> QdrantOptions.at(url, key.map(ModelSettings::plain)))
          .map(one -> one.named(settings.text("QDRANT_COLLECTION").orElse(one.name())));
    } catch (IllegalArgumentException e) {
      throw new SettingsException(e.getMessage());
    }
  }

  private Optional<Endpoint> endpoint() {
    return address()
        .map(address -> new Endpoint(address, key(), Patience.USUAL, InstantSource.system()));
  }

  private Optional<Address> address() {
    try {
      return settings
          .text("SKEP_EMBEDDING_URL")
          .map(url ->
              new Address(
                  "the embedding endpoint",
                  ModelSettings.address("SKEP_EMBEDDING_URL", url),
                  settings.required("SKEP_EMBEDDING_MODEL", "the embedding model's name there"),
                  new Address.Settings("SKEP_EMBEDDING_URL", "SKEP_EMBEDDING_MODEL")));
    } catch (IllegalArgumentException e) {
      throw new SettingsException(e.getMessage());
    }
  }

  private Key key() {
    Optional<SecretValue> key = settings.secret("SKEP_EMBEDDING_KEY");
    key.ifPresent(secrets::learn);
    return key.map(one -> new Key("SKEP_EMBEDDING_KEY", () -> ModelSettings.plain(one)))
        .orElseGet(Key::none);
  }

  /** Scores of one model say nothing about those of another. */
  private Search.Thresholds thresholds() {
    Optional<String> text = settings.text(THRESHOLDS);
    if (text.isEmpty() && settings.text("SKEP_EMBEDDING_URL").isPresent()) {
      throw new SettingsException(
          THRESHOLDS
              + " is not set: what skep bench calibration found for the model, such as 0.64/0.58");
    }
    return text.map(RunbookSettings::thresholds).orElse(Search.Thresholds.DEFAULT);
  }

  private static Search.Thresholds thresholds(String text) {
    Matcher two = TWO.matcher(text.strip());
    try {
      if (two.matches()) {
        return new Search.Thresholds(
            Double.parseDouble(two.group(1)), Double.parseDouble(two.group(2)));
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new SettingsException(
        THRESHOLDS + " are two numbers from 0 to 1, the greater one first, such as 0.64/0.58");
  }

  /** Where texts are not compared in this program. */
  Optional<Embedder> remoteEmbedder() {
    return endpoint().map(one -> new EndpointEmbedder(one, EndpointEmbedder.Settings.USUAL));
  }

  OtherRepositories others() {
    return new OpenedRepositories(this::open);
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
      return RepositoryAddress.parse(url).server();
    } catch (RepositoryException e) {
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
