package skep.runbooks.index.qdrant;

import static io.qdrant.client.WithPayloadSelectorFactory.enable;

import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.PointsIdsList;
import io.qdrant.client.grpc.Points.PointsOperationResponse;
import io.qdrant.client.grpc.Points.PointsSelector;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Gatherers;
import skep.runbooks.index.PassageIndex.Entry;
import skep.runbooks.index.PassageIndex.Generation;
import skep.runbooks.index.Stamp;
import skep.runbooks.index.Terms;

/** One collection. Every change is waited for: when a call returns, searches see it. */
final class QdrantGeneration implements Generation {
  private static final int IDS_AT_ONCE = 1000;

  private final Connection connection;
  private final GenerationCollections collections;
  private final Terms terms;
  private final String collection;

  QdrantGeneration(
      Connection connection, GenerationCollections collections, Terms terms, String collection) {
    this.connection = connection;
    this.collections = collections;
    this.terms = terms;
    this.collection = collection;
  }

  @Override
  public Set<String> ids() {
    Set<String> ids = new HashSet<>();
    Optional<PointId> from = Optional.empty();
    do {
      ScrollResponse page = page(from);
      page.getResultList().forEach(point -> ids.add(PassagePoint.passageId(point.getId())));
      from = page.hasNextPageOffset() ? Optional.of(page.getNextPageOffset()) : Optional.empty();
    } while (from.isPresent());
    return ids;
  }

  private ScrollResponse page(Optional<PointId> from) {
    ScrollPoints.Builder page =
        ScrollPoints.newBuilder()
            .setCollectionName(collection)
            .setLimit(IDS_AT_ONCE)
            .setWithPayload(enable(false));
    from.ifPresent(page::setOffset);
    return connection.readPoints(
        "read the ids in " + collection, points -> points.scroll(page.build()));
  }

  @Override
  public void put(List<Entry> entries) {
    PointBatch batch = new PointBatch(this::upsert);
    entries.forEach(entry -> batch.add(PassagePoint.of(entry, terms)));
    batch.flush();
  }

  private void upsert(List<PointStruct> points) {
    UpsertPoints upsert =
        UpsertPoints.newBuilder()
            .setCollectionName(collection)
            .setWait(true)
            .addAllPoints(points)
            .build();
    String doing = "put passages into " + collection;
    done(doing, connection.changePoints(doing, stub -> stub.upsert(upsert)));
  }

  @Override
  public void remove(Set<String> ids) {
    ids.stream()
        .filter(PassagePoint::isId)
        .map(PassagePoint::pointId)
        .gather(Gatherers.windowFixed(IDS_AT_ONCE))
        .forEach(this::delete);
  }

  private void delete(List<PointId> points) {
    DeletePoints delete =
        DeletePoints.newBuilder()
            .setCollectionName(collection)
            .setWait(true)
            .setPoints(
                PointsSelector.newBuilder().setPoints(PointsIdsList.newBuilder().addAllIds(points)))
            .build();
    String doing = "remove passages from " + collection;
    done(doing, connection.changePoints(doing, stub -> stub.delete(delete)));
  }

  /** A server under load may give up waiting for itself, and says so in an answer that is none. */
  private void done(String doing, PointsOperationResponse response) {
    if (response.getResult().getStatus() != UpdateStatus.Completed) {
      throw connection.errors().unfinished(doing);
    }
  }

  @Override
  public void publish(Stamp stamp) {
    collections.publish(collection, stamp);
  }
}
