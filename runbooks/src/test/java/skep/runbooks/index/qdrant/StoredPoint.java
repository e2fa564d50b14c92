package skep.runbooks.index.qdrant;

import io.qdrant.client.grpc.Common.PointId;
import io.qdrant.client.grpc.JsonWithInt.Value;
import io.qdrant.client.grpc.Points.DenseVector;
import io.qdrant.client.grpc.Points.SparseVector;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * @param dense of length 1, as Qdrant stores what it compares by cosine
 * @param sparse weights by dimension
 */
record StoredPoint(
    String id,
    Map<String, double[]> dense,
    Map<String, Map<Integer, Float>> sparse,
    Map<String, Value> payload) {

  static String id(PointId id) {
    if (!id.hasUuid()) {
      throw Refusals.malformed("No ID options provided");
    }
    try {
      return UUID.fromString(id.getUuid()).toString();
    } catch (IllegalArgumentException e) {
      throw Refusals.malformed("Unable to parse UUID: " + id.getUuid());
    }
  }

  static double[] normalized(DenseVector vector) {
    double length =
        Math.sqrt(vector.getDataList().stream().mapToDouble(value -> value * value).sum());
    return vector.getDataList().stream()
        .mapToDouble(value -> length == 0 ? value : value / length)
        .toArray();
  }

  /** Dimensions are unsigned: their bits are compared, not their values as Java reads them. */
  static Map<Integer, Float> weights(SparseVector vector) {
    if (vector.getIndicesCount() != vector.getValuesCount()) {
      throw Refusals.invalid("values: must be the same length as indices");
    }
    Map<Integer, Float> weights = new HashMap<>();
    for (int i = 0; i < vector.getIndicesCount(); i++) {
      weights.put(vector.getIndices(i), vector.getValues(i));
    }
    if (weights.size() < vector.getIndicesCount()) {
      throw Refusals.invalid("indices: must be unique");
    }
    return weights;
  }
}
