package skep.runbooks.index.qdrant;

import static io.qdrant.client.ValueFactory.value;

import io.qdrant.client.grpc.JsonWithInt.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.Stamp;

/** A stamp among the metadata of a collection; one value, which is replaced as a whole. */
final class StampMetadata {
  private static final String KEY = "skep";
  private static final String MODEL = "model";
  private static final String DIMENSIONS = "dimensions";
  private static final String COMMITS = "commits";
  private static final String AT = "at";

  private StampMetadata() {}

  static Map<String, Value> of(Stamp stamp) {
    Map<String, Value> commits = new HashMap<>();
    stamp.commits().forEach((repository, commit) -> commits.put(repository, value(commit)));
    return Map.of(
        KEY,
        value(
            Map.of(
                MODEL, value(stamp.model().name()),
                DIMENSIONS, value((long) stamp.model().dimensions()),
                COMMITS, value(commits),
                AT, value(stamp.at().toString()))));
  }

  /** Nothing where there is none, or where somebody else wrote it: then all is indexed again. */
  static Optional<Stamp> read(Map<String, Value> metadata) {
    Map<String, Value> stamp = part(metadata, KEY).getStructValue().getFieldsMap();
    Map<String, String> commits = new HashMap<>();
    part(stamp, COMMITS)
        .getStructValue()
        .getFieldsMap()
        .forEach((repository, commit) -> commits.put(repository, commit.getStringValue()));
    try {
      Embedder.Model model =
          new Embedder.Model(
              part(stamp, MODEL).getStringValue(),
              Math.toIntExact(part(stamp, DIMENSIONS).getIntegerValue()));
      return Optional.of(
          new Stamp(model, commits, Instant.parse(part(stamp, AT).getStringValue())));
    } catch (IllegalArgumentException | ArithmeticException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Value part(Map<String, Value> of, String key) {
    return of.getOrDefault(key, Value.getDefaultInstance());
  }
}
