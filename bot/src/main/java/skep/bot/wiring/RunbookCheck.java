package skep.bot.wiring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import skep.bot.health.HealthCheck;
import skep.bot.health.HealthServer;
import skep.bot.health.Word;
import skep.bot.wiring.Settings.SettingsException;
import skep.commands.ask.OtherRepositories;
import skep.commands.planning.RepositoryEstates;
import skep.deploy.estate.RunbookPolicy;
import skep.deploy.estate.RunbookPolicy.Place;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.qdrant.QdrantOptions;
import skep.runbooks.index.qdrant.QdrantPassageIndex;
import skep.secrets.repository.EstateRepository;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.RepositoryException;

/** Whether runbooks can be read, compared and searched, and how new what is searched is. */
record RunbookCheck(Settings settings, KnownSecrets secrets) {
  /** Throws what says what to fix. */
  String result() {
    RunbookSettings with = new RunbookSettings(settings, secrets);
    List<String> parts = new ArrayList<>(pages(with));
    with.remoteEmbedder().map(RunbookCheck::embedder).ifPresent(parts::add);
    with.qdrant().map(RunbookCheck::qdrant).ifPresent(parts::add);
    parts.add(searched());
    return String.join("; ", parts);
  }

  private List<String> pages(RunbookSettings with) {
    List<String> parts = new ArrayList<>();
    try (EstateRepository repository =
            EstateAccess.open(settings, settings.text("SKEP_ESTATE").orElse("."), secrets);
        OtherRepositories others = with.others()) {
      var head = new RepositoryEstates(repository).at("");
      RunbookPolicy policy = head.rules().runbooks();
      parts.add(files(head.tree().paths(), policy.own()));
      new TreeMap<>(policy.repositories())
          .forEach((name, other) ->
              parts.add(name + ": " + files(newest(others, name, other), other.place())));
    }
    return parts;
  }

  private static Set<String> newest(
      OtherRepositories others, String name, RunbookPolicy.Repository other) {
    try {
      FileTree tree = others.newest(other);
      return Set.copyOf(tree.paths());
    } catch (RepositoryException e) {
      throw new SettingsException(
          "runbooks.repositories.%s of skep.yaml cannot be read: %s"
              .formatted(name, e.getMessage()));
    }
  }

  private static String files(Set<String> paths, Place place) {
    return "%d files in %s"
        .formatted(paths.stream().filter(place::holds).count(), String.join(", ", place.folders()));
  }

  private static String embedder(Embedder one) {
    try (one) {
      Embedder.Model model = one.model();
      return "the embedding endpoint answers with %d numbers of %s"
          .formatted(model.dimensions(), model.name());
    } catch (Embedder.EmbeddingException e) {
      throw new SettingsException("SKEP_EMBEDDING_URL: " + e.getMessage());
    }
  }

  private static String qdrant(QdrantOptions options) {
    try (QdrantPassageIndex index = QdrantPassageIndex.connect(options)) {
      return index
          .stamp()
          .map(stamp ->
              "Qdrant has those of commit %s, as of %s".formatted(stamp.brief(), stamp.at()))
          .orElse("Qdrant answers, and has none yet");
    }
  }

  /** The bot knows that, and says it at its health port. */
  private String searched() {
    Optional<Integer> port = settings.healthPort();
    Optional<Word> word = port.flatMap(one -> HealthCheck.asked(one, HealthServer.RUNBOOKS));
    if (word.isPresent() && !word.get().isWell()) {
      throw new SettingsException("of the bot here: " + word.get().text());
    }
    return word.map(one -> "the bot here: " + one.text())
        .orElse("how new what is searched is, the bot's answers say");
  }
}
