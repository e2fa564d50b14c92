package skep.runbooks.index.qdrant;

import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.WithPayloadSelectorFactory.enable;

import io.qdrant.client.grpc.Collections.GetCollectionInfoRequest;
import io.qdrant.client.grpc.Points.BatchResult;
import io.qdrant.client.grpc.Points.Query;
import io.qdrant.client.grpc.Points.QueryBatchPoints;
import io.qdrant.client.grpc.Points.QueryPoints;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import skep.runbooks.embedding.Embedder;
import skep.runbooks.index.PassageIndex;
import skep.runbooks.index.Stamp;
import skep.runbooks.index.Terms;

/** Safe for many threads, as long as one of them writes. */
public final class QdrantPassageIndex implements PassageIndex {
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
        .flatMap(found -> StampMetadata.read(found.getResult().getConfig().getMetadataMap()));
  }

  @Override
  public Generation generation(Embedder.Model model) {
    return new QdrantGeneration(connection, collections, terms, collections.ready(model));
  }

  @Override
  public Candidates search(String question, Optional<float[]> vector, int most) {
    Optional<QueryPoints> byWords =
        WordVector.ofQuestion(terms.of(question))
            .map(words -> asked(words.query(), PassagePoint.WORDS, most));
    Optional<QueryPoints> byMeaning =
        vector.map(meaning -> asked(nearest(meaning), PassagePoint.MEANING, most));
    List<QueryPoints> queries = Stream.of(byWords, byMeaning).flatMap(Optional::stream).toList();
    if (queries.isEmpty()) {
      return Candidates.NONE;
    }
    Iterator<List<Hit>> found = answers(queries);
    return found.hasNext()
        ? new Candidates(
            byWords.isPresent() ? found.next() : List.of(),
            byMeaning.isPresent() ? found.next() : List.of())
        : Candidates.NONE;
  }

  private QueryPoints asked(Query query, String vector, int most) {
    return QueryPoints.newBuilder()
        .setCollectionName(alias)
        .setQuery(query)
        .setUsing(vector)
        .setLimit(most)
        .setWithPayload(enable(true))
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
        .map(point -> new Hit(PassagePoint.passage(point.getPayloadMap()), point.getScore()))
        .toList();
  }

  @Override
  public void close() {
    connection.close();
    terms.close();
  }
}
