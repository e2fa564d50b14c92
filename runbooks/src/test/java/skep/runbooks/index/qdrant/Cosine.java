package skep.runbooks.index.qdrant;

import java.util.function.ToDoubleFunction;

/** The product of vectors of length 1; not a number for a point without the vector. */
record Cosine(String vector, double[] asked) implements ToDoubleFunction<StoredPoint> {
  @Override
  public double applyAsDouble(StoredPoint point) {
    if (!point.dense().containsKey(vector)) {
      return Double.NaN;
    }
    double[] has = point.dense().get(vector);
    double product = 0;
    for (int i = 0; i < asked.length; i++) {
      product += asked[i] * has[i];
    }
    return product;
  }
}
