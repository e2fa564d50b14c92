package skep.runbooks.index.qdrant;

import io.qdrant.client.grpc.Collections.CollectionConfig;
import io.qdrant.client.grpc.Collections.CollectionInfo;
import io.qdrant.client.grpc.Collections.CollectionParams;
import io.qdrant.client.grpc.Collections.CollectionStatus;
import io.qdrant.client.grpc.Collections.CreateCollection;
import io.qdrant.client.grpc.Collections.Distance;
import io.qdrant.client.grpc.Collections.Modifier;
import io.qdrant.client.grpc.Collections.VectorParams;
import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.PointStruct;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.RetrievedPoint;
import io.qdrant.client.grpc.Points.ScoredPoint;
import io.qdrant.client.grpc.Points.ScrollPoints;
import io.qdrant.client.grpc.Points.ScrollResponse;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.Vector;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Points with named vectors: dense ones by cosine, sparse ones with or without rareness. */
final class StoredCollection {
  private static final int DEFAULT_LIMIT = 10;

  private final CreateCollection made;
  private final boolean keepsMetadata;
  private final Map<String, Value> metadata = new HashMap<>();
  private final Map<String, StoredPoint> points = new TreeMap<>();
  private final List<Runnable> unfinished = new ArrayList<>();

  StoredCollection(CreateCollection made, boolean keepsMetadata) {
    this.made = made;
    this.keepsMetadata = keepsMetadata;
    made.getVectorsConfig()
        .getParamsMap()
        .getMapMap()
        .values()
        .forEach(StoredCollection::checkParams);
  }

  private static void checkParams(VectorParams params) {
    Refusals.onlyKnown(params, "size", "distance");
    if (params.getDistance() != Distance.Cosine) {
      Refusals.onlyKnown(params, "size");
    }
  }

  synchronized CollectionInfo info() {
    return CollectionInfo.newBuilder()
        .setStatus(CollectionStatus.Green)
        .setPointsCount(points.size())
        .setConfig(
            CollectionConfig.newBuilder()
                .putAllMetadata(metadata)
                .setParams(
                    CollectionParams.newBuilder()
                        .setVectorsConfig(made.getVectorsConfig())
                        .setSparseVectorsConfig(made.getSparseVectorsConfig())))
        .build();
  }

  /** Key by key, not deeper; a null takes its key away. */
  synchronized void merge(Map<String, Value> more) {
    if (keepsMetadata) {
      more.forEach(
          (key, value) -> metadata.merge(key, value, (_, now) -> now.hasNullValue() ? null : now));
    }
  }

  /** What nobody waits for is not seen before something later is waited for. */
  synchronized UpdateStatus change(Runnable change, boolean waitedFor) {
    unfinished.add(change);
    if (!waitedFor) {
      return UpdateStatus.Acknowledged;
    }
    unfinished.forEach(Runnable::run);
    unfinished.clear();
    return UpdateStatus.Completed;
  }

  void put(List<StoredPoint> more) {
    more.forEach(point -> points.put(point.id(), point));
  }

  void remove(List<String> ids) {
    ids.forEach(points::remove);
  }

  /** A point, unless its vectors are not those of this collection. */
  StoredPoint checked(PointStruct point) {
    Refusals.onlyKnown(point, "id", "payload", "vectors");
    Refusals.onlyKnown(point.getVectors(), "vectors");
    Map<String, double[]> dense = new HashMap<>();
    Map<String, Map<Integer, Float>> sparse = new HashMap<>();
    point
        .getVectors()
        .getVectors()
        .getVectorsMap()
        .forEach((name, vector) -> {
          if (isSparse(name)) {
            sparse.put(name, StoredPoint.weights(vector.getSparse()));
          } else {
            dense.put(name, checkedDense(name, vector));
          }
        });
    return new StoredPoint(StoredPoint.id(point.getId()), dense, sparse, point.getPayloadMap());
  }

  private double[] checkedDense(String name, Vector vector) {
    Refusals.onlyKnown(vector, "dense");
    checkSize(name, vector.getDense().getDataCount(), " for vector '%s'".formatted(name));
    return StoredPoint.normalized(vector.getDense());
  }

  private boolean isSparse(String name) {
    return made.getSparseVectorsConfig().containsMap(name);
  }

  private void checkSize(String name, int size, String suffix) {
    int expected =
        Math.toIntExact(
            Optional.ofNullable(made.getVectorsConfig().getParamsMap().getMapMap().get(name))
                .orElseThrow(() -> Refusals.noVector(name))
                .getSize());
    if (size != expected) {
      throw Refusals.dimensions(expected, size, suffix);
    }
  }

  /** From an id on, which is in it, in the order of ids. */
  synchronized ScrollResponse page(ScrollPoints request) {
    List<StoredPoint> rest =
        points.values().stream()
            .filter(point ->
                !request.hasOffset()
                    || point.id().compareTo(StoredPoint.id(request.getOffset())) >= 0)
            .toList();
    int limit = request.hasLimit() ? request.getLimit() : DEFAULT_LIMIT;
    ScrollResponse.Builder page = ScrollResponse.newBuilder();
    rest.stream()
        .limit(limit)
        .forEach(point -> {
          boolean payload = !request.hasWithPayload() || request.getWithPayload().getEnable();
          page.addResult(retrieved(point, payload));
        });
    if (rest.size() > limit) {
      page.setNextPageOffset(id(rest.get(limit)));
    }
    return page.build();
  }

  /** In the order they are asked for, each once; payloads only where they are asked for. */
  synchronized List<RetrievedPoint> get(GetPoints request) {
    return request.getIdsList().stream()
        .map(StoredPoint::id)
        .distinct()
        .flatMap(id -> Stream.ofNullable(points.get(id)))
        .map(point -> retrieved(point, request.getWithPayload().getEnable()))
        .toList();
  }

  private static RetrievedPoint retrieved(StoredPoint point, boolean payload) {
    return RetrievedPoint.newBuilder()
        .setId(id(point))
        .putAllPayload(payload ? point.payload() : Map.of())
        .build();
  }

  synchronized List<ScoredPoint> query(QueryPoints query) {
    ToDoubleFunction<StoredPoint> score = score(query);
    return points.values().stream()
        .map(point -> Map.entry(point, score.applyAsDouble(point)))
        .filter(scored -> !Double.isNaN(scored.getValue()))
        .sorted(Map.Entry.<StoredPoint, Double>comparingByValue(Comparator.reverseOrder()))
        .limit(query.hasLimit() ? query.getLimit() : DEFAULT_LIMIT)
        .map(scored -> scored(scored.getKey(), scored.getValue()))
        .toList();
  }

  /** Not a number for what is not found. */
  private ToDoubleFunction<StoredPoint> score(QueryPoints query) {
    String using = query.getUsing();
    boolean sparse = query.getQuery().getNearest().hasSparse();
    if (isSparse(using)) {
      if (!sparse) {
        throw Refusals.wrongInput("Conversion between sparse and regular vectors failed");
      }
      boolean rareness =
          made.getSparseVectorsConfig().getMapOrThrow(using).getModifier() == Modifier.Idf;
      return new SparseScore(using, query.getQuery().getNearest().getSparse(), points, rareness);
    }
    checkSize(using, query.getQuery().getNearest().getDense().getDataCount(), "");
    if (sparse) {
      throw Refusals.wrongInput("Conversion between sparse and regular vectors failed");
    }
    return new Cosine(using, StoredPoint.normalized(query.getQuery().getNearest().getDense()));
  }

  private static ScoredPoint scored(StoredPoint point, double score) {
    return ScoredPoint.newBuilder().setId(id(point)).setScore((float) score).build();
  }

  private static PointId id(StoredPoint point) {
    return PointId.newBuilder().setUuid(point.id()).build();
  }
}
