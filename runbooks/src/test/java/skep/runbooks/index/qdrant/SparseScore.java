package skep.runbooks.index.qdrant;

import io.qdrant.client.grpc.Points.SparseVector;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The product over the dimensions both have; not a number where there is none. With the modifier,
 * what is asked for counts by its rareness, which Qdrant's documentation gives as {@code ln((N - n
 * + 0.5) / (n + 0.5) + 1)}.
 */
final class SparseScore implements ToDoubleFunction<StoredPoint> {
  private final String vector;
  private final Map<Integer, Double> asked = new HashMap<>();

  SparseScore(
      String vector, SparseVector query, Map<String, StoredPoint> points, boolean rareness) {
    this.vector = vector;
    StoredPoint.weights(query)
        .forEach((dimension, weight) ->
            asked.put(dimension, weight * (rareness ? rareness(dimension, points) : 1.0)));
  }

  private double rareness(int dimension, Map<String, StoredPoint> points) {
    long all = points.values().stream().filter(point -> !weights(point).isEmpty()).count();
    long having =
        points.values().stream().filter(point -> weights(point).containsKey(dimension)).count();
    return Math.log((all - having + 0.5) / (having + 0.5) + 1);
  }

  private Map<Integer, Float> weights(StoredPoint point) {
    return point.sparse().getOrDefault(vector, Map.of());
  }

  @Override
  public double applyAsDouble(StoredPoint point) {
    Map<Integer, Float> weights = weights(point);
    return asked.entrySet().stream()
        .filter(term -> weights.containsKey(term.getKey()))
        .mapToDouble(term -> term.getValue() * weights.get(term.getKey()))
        .reduce(Double::sum)
        .orElse(Double.NaN);
  }
}
