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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.PassageIndex.IndexException;
import skep.runbooks.index.Stamp;

/** The files of an index: {@code stamp.json} for what is searched, a folder for each generation. */
record Folder(Path path) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "passages-";

  /** Changes whenever fields or terms do: what was written otherwise is not read. */
  private static final String FORMAT = "1";

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

  boolean has(Embedder.Model model) {
    return Files.isDirectory(generation(model));
  }

  /** Empty where nothing was published, or what was cannot be read. */
  Optional<Stamp> stamp() {
    Path file = path.resolve("stamp.json");
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
      Files.move(next, path.resolve("stamp.json"), StandardCopyOption.ATOMIC_MOVE);
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
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  static IndexException unwritable(Path folder, IOException cause) {
    return new IndexException(
        "the index in %s cannot be written: %s; make room there, or set SKEP_INDEX_FOLDER"
            .formatted(folder, cause),
        cause);
  }
}
