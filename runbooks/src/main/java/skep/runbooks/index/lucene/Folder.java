package skep.runbooks.index.lucene;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.Lock;
import org.apache.lucene.store.LockObtainFailedException;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.files.Tree;
import skep.runbooks.index.PassageIndex.IndexException;
import skep.runbooks.index.Stamp;

/** The files of an index: {@code stamp.json} for what is searched, a folder for each generation. */
record Folder(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "passages-";

  /** Changes whenever fields or terms do: what was written otherwise is not read. */
  private static final String FORMAT = "2";

  static Folder at(Path path) {
    try {
      return new Folder(Files.createDirectories(path).toRealPath());
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  Path generation(Embedder.Model model) {
    String name = "%s %s %d".formatted(FORMAT, model.name(), model.dimensions());
    return path.resolve(
        PREFIX + UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString());
  }

  /**
   * Keeps other programs out until it is closed: each would throw away the other's generations.
   *
   * @throws IndexException where another has it
   */
  Lock take() {
    try (FSDirectory directory = FSDirectory.open(path)) {
      return directory.obtainLock("skep.lock");
    } catch (LockObtainFailedException e) {
      throw taken(path, e);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private Path file() {
    return path.resolve("stamp.json");
  }

  /** Empty where nothing was published, or what was cannot be read. */
  Optional<Stamp> stamp() {
    Path file = file();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode read = JSON.readTree(Files.readString(file));
      Map<String, String> commits = new TreeMap<>();
      read.path("commits")
          .properties()
          .forEach(commit -> commits.put(commit.getKey(), commit.getValue().asText()));
      return Optional.of(
          new Stamp(
              new Embedder.Model(read.path("model").asText(), read.path("dimensions").asInt()),
              commits,
              Instant.parse(read.path("at").asText())));
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As a whole or not at all. */
  void publish(Stamp stamp) {
    ObjectNode json = JSON.createObjectNode();
    json.put("model", stamp.model().name());
    json.put("dimensions", stamp.model().dimensions());
    json.put("at", stamp.at().toString());
    stamp.commits().forEach(json.putObject("commits")::put);
    try {
      Path next = path.resolve("stamp.json.next");
      Files.writeString(next, json.toString());
      Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  void unpublish() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  void keepOnly(Embedder.Model model) {
    List<Path> others;
    try (Stream<Path> all = Files.list(path)) {
      others =
          all.filter(one -> one.getFileName().toString().startsWith(PREFIX))
              .filter(one -> !one.equals(generation(model)))
              .toList();
    } catch (IOException e) {
      throw unwritable(path, e);
    }
    others.forEach(Folder::delete);
  }

  static void delete(Path folder) {
    try {
      Tree.delete(folder);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  static IndexException taken(Path folder, LockObtainFailedException cause) {
    return new IndexException(
        "another program uses the index in %s; give each its own SKEP_INDEX_FOLDER"
            .formatted(folder),
        cause);
  }

  static IndexException unwritable(Path folder, Exception cause) {
    return new IndexException(
        "the index in %s cannot be written: %s; make room there, or set SKEP_INDEX_FOLDER"
            .formatted(folder, cause),
        cause);
  }
}
