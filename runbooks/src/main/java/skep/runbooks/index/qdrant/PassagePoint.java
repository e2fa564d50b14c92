package skep.runbooks.index.qdrant;

import static io.qdrant.client.PointIdFactory.id;
import static io.qdrant.client.ValueFactory.list;
import static io.qdrant.client.ValueFactory.value;
import static io.qdrant.client.VectorFactory.vector;
import static io.qdrant.client.VectorsFactory.namedVectors;

import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.Vector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import skep.runbooks.index.PassageIndex.Entry;
import skep.runbooks.index.Terms;
import skep.runbooks.passages.Passage;

/** A passage as a point: its id is the passage's, whose 32 digits are a UUID without the dashes. */
final class PassagePoint {
  static final String MEANING = "meaning";
  static final String WORDS = "words";

  /** A vector, and what is kept of the passage under the same name. */
  static final String HEADINGS = "headings";

  private static final String PATH = "path";
  private static final String ANCHOR = "anchor";
  private static final String TEXT = "text";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private PassagePoint() {}

  static PointStruct of(Entry entry, Terms terms) {
    Passage passage = entry.passage();
    return PointStruct.newBuilder()
        .setId(pointId(passage.id()))
        .setVectors(namedVectors(vectors(entry, terms)))
        .putPayload(PATH, value(passage.path()))
        .putPayload(HEADINGS, list(passage.headings().stream().map(ValueFactory::value).toList()))
        .putPayload(ANCHOR, value(passage.anchor()))
        .putPayload(TEXT, value(passage.text()))
        .build();
  }

  private static Map<String, Vector> vectors(Entry entry, Terms terms) {
    Map<String, Vector> vectors = new HashMap<>();
    vectors.put(MEANING, vector(entry.vector()));
    words(terms.of(entry.passage().searched()), WordVector.AVERAGE_PASSAGE)
        .ifPresent(words -> vectors.put(WORDS, words));
    words(terms.of(entry.passage().about()), WordVector.AVERAGE_HEADINGS)
        .ifPresent(headings -> vectors.put(HEADINGS, headings));
    return vectors;
  }

  /** Without a term it counts in no term's rareness, and is found by meaning all the same. */
  private static Optional<Vector> words(List<String> terms, double average) {
    return terms.isEmpty()
        ? Optional.empty()
        : Optional.of(WordVector.ofPassage(terms, average).vector());
  }

  static Passage passage(Map<String, Value> payload) {
    return new Passage(
        payload.get(PATH).getStringValue(),
        payload.get(HEADINGS).getListValue().getValuesList().stream()
            .map(Value::getStringValue)
            .toList(),
        payload.get(ANCHOR).getStringValue(),
        payload.get(TEXT).getStringValue());
  }

  /** Whether a passage can have it. */
  static boolean isId(String passage) {
    return ID.matcher(passage).matches();
  }

  static PointId pointId(String passage) {
    return id(
        UUID.fromString(passage.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5")));
  }

  static String passageId(PointId point) {
    return point.getUuid().replace("-", "");
  }
}
