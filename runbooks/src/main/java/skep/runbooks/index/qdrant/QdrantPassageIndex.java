package skep.runbooks.index.qdrant;

import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.WithPayloadSelectorFactory.enable;

import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.BatchResult;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.GetResponse;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryBatchPoints;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import java.util.stream.Stream;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.Stamp;
import skep.runbooks.index.Terms;
import skep.runbooks.passages.Passage;

/** Safe for many threads, as long as one of them writes. */
public final class QdrantPassageIndex implements PassageIndex {
  /** As many as one answer has room for, however long they are. */
  private static final int PASSAGES_AT_ONCE = 200;

  private final Terms terms = new Terms();
  private final String alias;
  private final Connection connection;
  private final GenerationCollections collections;

  private QdrantPassageIndex(QdrantOptions options, Deadlines deadlines) {
    this.alias = options.name();
    this.connection = new Connection(options, deadlines);
    this.collections = new GenerationCollections(connection, new CollectionNames(options.name()));
  }

  /** Does not wait for the server: whether it answers, is known when it is asked. */
  public static QdrantPassageIndex connect(QdrantOptions options) {
    return connect(options, Deadlines.USUAL);
  }

  static QdrantPassageIndex connect(QdrantOptions options, Deadlines deadlines) {
    return new QdrantPassageIndex(options, deadlines);
  }

  @Override
  public Optional<Stamp> stamp() {
    return connection
        .collectionIfThere(
            "read what is published as " + alias,
            stub ->
                stub.get(GetCollectionInfoRequest.newBuilder().setCollectionName(alias).build()))
        .flatMap(found -> stamp(found.getResult().getConfig()));
  }

  /** Nothing for what a Skep with other vectors published: this one cannot search it. */
  private static Optional<Stamp> stamp(CollectionConfig config) {
    return StampMetadata.read(config.getMetadataMap())
        .filter(stamp -> CollectionShape.wrong(config.getParams(), stamp.model()).isEmpty());
  }

  @Override
  public Generation generation(Embedder.Model model) {
    return new QdrantGeneration(connection, collections, terms, collections.ready(model));
  }

  @Override
  public Candidates search(String question, Optional<float[]> vector, int most) {
    Optional<Query> words = WordVector.ofQuestion(terms.of(question)).map(WordVector::query);
    Optional<QueryPoints> byWords = words.map(query -> asked(query, PassagePoint.WORDS, most));
    Optional<QueryPoints> byHeadings =
        words.map(query -> asked(query, PassagePoint.HEADINGS, most));
    Optional<QueryPoints> byMeaning =
        vector.map(meaning -> asked(nearest(meaning), PassagePoint.MEANING, most));
    List<QueryPoints> queries =
        Stream.of(byWords, byHeadings, byMeaning).flatMap(Optional::stream).toList();
    if (queries.isEmpty()) {
      return Candidates.NONE;
    }
    Iterator<List<Hit>> found = answers(queries);
    return found.hasNext()
        ? new Candidates(
            byWords.isPresent() ? found.next() : List.of(),
            byHeadings.isPresent() ? found.next() : List.of(),
            byMeaning.isPresent() ? found.next() : List.of())
        : Candidates.NONE;
  }

  /** Without payloads, as a server answers that is not told otherwise. */
  private QueryPoints asked(Query query, String vector, int most) {
    return QueryPoints.newBuilder()
        .setCollectionName(alias)
        .setQuery(query)
        .setUsing(vector)
        .setLimit(most)
        .build();
  }

  /** In the order of the queries; none where nothing was published. */
  private Iterator<List<Hit>> answers(List<QueryPoints> queries) {
    QueryBatchPoints batch =
        QueryBatchPoints.newBuilder().setCollectionName(alias).addAllQueryPoints(queries).build();
    return connection
        .pointsIfThere("search in " + alias, points -> points.queryBatch(batch))
        .map(answer -> answer.getResultList().stream().map(QdrantPassageIndex::hits).iterator())
        .orElseGet(Collections::emptyIterator);
  }

  private static List<Hit> hits(BatchResult result) {
    return result.getResultList().stream()
        .map(point -> new Hit(PassagePoint.passageId(point.getId()), point.getScore()))
        .toList();
  }

  @Override
  public Map<String, Passage> passages(Collection<String> ids) {
    return ids.stream()
        .distinct()
        .filter(PassagePoint::isId)
        .map(PassagePoint::pointId)
        .gather(Gatherers.windowFixed(PASSAGES_AT_ONCE))
        .flatMap(points -> read(points).stream())
        .collect(
            Collectors.toMap(
                point -> PassagePoint.passageId(point.getId()),
                point -> PassagePoint.passage(point.getPayloadMap())));
  }

  /** Those that are there; none where nothing was published. */
  private List<RetrievedPoint> read(List<PointId> ids) {
    GetPoints get =
        GetPoints.newBuilder()
            .setCollectionName(alias)
            .addAllIds(ids)
            .setWithPayload(enable(true))
            .build();
    return connection
        .pointsIfThere("read passages of " + alias, points -> points.get(get))
        .map(GetResponse::getResultList)
        .orElse(List.of());
  }

  @Override
  public void close() {
    connection.close();
    terms.close();
  }
}
