package skep.runbooks.index.qdrant;

import static skep.runbooks.index.qdrant.Refusals.answer;
import static skep.runbooks.index.qdrant.Refusals.onlyKnown;

import io.grpc.stub.StreamObserver;
import io.qdrant.client.grpc.Points.BatchResult;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.GetResponse;
import io.qdrant.client.grpc.Points.PointsOperationResponse;
import io.qdrant.client.grpc.Points.QueryBatchPoints;
import io.qdrant.client.grpc.Points.QueryBatchResponse;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import io.qdrant.client.grpc.Points.UpdateResult;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.PointsGrpc.PointsImplBase;
import java.util.List;

/** The calls about points. */
final class PointCalls extends PointsImplBase {
  private final Store store;

  PointCalls(Store store) {
    this.store = store;
  }

  @Override
  public void upsert(UpsertPoints request, StreamObserver<PointsOperationResponse> caller) {
    answer(
        caller,
        () -> {
          onlyKnown(request, "collection_name", "wait", "points");
          StoredCollection collection = store.find(request.getCollectionName());
          List<StoredPoint> points =
              request.getPointsList().stream().map(collection::checked).toList();
          if (points.isEmpty()) {
            throw Refusals.badRequest("Empty update request");
          }
          return updated(collection.change(() -> collection.put(points), request.getWait()));
        });
  }

  @Override
  public void delete(DeletePoints request, StreamObserver<PointsOperationResponse> caller) {
    answer(
        caller,
        () -> {
          onlyKnown(request, "collection_name", "wait", "points");
          onlyKnown(request.getPoints(), "points");
          StoredCollection collection = store.find(request.getCollectionName());
          List<String> ids =
              request.getPoints().getPoints().getIdsList().stream().map(StoredPoint::id).toList();
          return updated(collection.change(() -> collection.remove(ids), request.getWait()));
        });
  }

  @Override
  public void scroll(ScrollPoints request, StreamObserver<ScrollResponse> caller) {
    answer(
        caller,
        () -> {
          onlyKnown(request, "collection_name", "offset", "limit", "with_payload");
          onlyKnown(request.getWithPayload(), "enable");
          return store.find(request.getCollectionName()).page(request);
        });
  }

  @Override
  public void get(GetPoints request, StreamObserver<GetResponse> caller) {
    answer(
        caller,
        () -> {
          onlyKnown(request, "collection_name", "ids", "with_payload");
          onlyKnown(request.getWithPayload(), "enable");
          return GetResponse.newBuilder()
              .addAllResult(store.find(request.getCollectionName()).get(request))
              .build();
        });
  }

  @Override
  public void queryBatch(QueryBatchPoints request, StreamObserver<QueryBatchResponse> caller) {
    answer(
        caller,
        () -> {
          onlyKnown(request, "collection_name", "query_points");
          for (int i = 0; i < request.getQueryPointsCount(); i++) {
            check(i, request.getQueryPoints(i));
          }
          StoredCollection collection = store.find(request.getCollectionName());
          QueryBatchResponse.Builder answer = QueryBatchResponse.newBuilder();
          request.getQueryPointsList().stream()
              .map(query -> BatchResult.newBuilder().addAllResult(collection.query(query)))
              .forEach(answer::addResult);
          return answer.build();
        });
  }

  private static void check(int number, QueryPoints query) {
    onlyKnown(query, "collection_name", "query", "using", "limit");
    onlyKnown(query.getQuery(), "nearest");
    onlyKnown(query.getQuery().getNearest(), "dense", "sparse");
    if (query.getCollectionName().isEmpty()) {
      throw Refusals.invalid(
          "query_points[%d].collection_name: value \"\" invalid, must be from 1 to 255 characters"
              .formatted(number));
    }
    if (query.hasLimit() && query.getLimit() < 1) {
      throw Refusals.invalid(
          "query_points[%d].limit: value 0 invalid, must be 1 or larger".formatted(number));
    }
  }

  private static PointsOperationResponse updated(UpdateStatus status) {
    return PointsOperationResponse.newBuilder()
        .setResult(UpdateResult.newBuilder().setOperationId(0).setStatus(status))
        .build();
  }
}
