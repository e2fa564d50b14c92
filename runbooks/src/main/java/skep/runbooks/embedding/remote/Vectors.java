package skep.runbooks.embedding.remote;

import java.util.List;
import java.util.Optional;

/** Vectors of length 1. */
final class Vectors {
  private Vectors() {}

  /** Nothing where they point nowhere: zeros, or what is no number. */
  static Optional<float[]> of(List<Float> numbers) {
    float[] vector = new float[numbers.size()];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = numbers.get(i);
    }
    return ofLengthOne(vector);
  }

  /**
   * What stands for a text of several parts: each counts by how long it is.
   *
   * @param lengths of the parts
   */
  static Optional<float[]> joined(List<Integer> lengths, List<float[]> parts) {
    if (parts.size() == 1) {
      return Optional.of(parts.getFirst());
    }
    float[] sum = new float[parts.getFirst().length];
    for (int part = 0; part < parts.size(); part++) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += lengths.get(part) * parts.get(part)[i];
      }
    }
    return ofLengthOne(sum);
  }

  private static Optional<float[]> ofLengthOne(float[] vector) {
    double squares = 0;
    for (float one : vector) {
      squares += (double) one * one;
    }
    double length = Math.sqrt(squares);
    if (!(length > 0) || Double.isInfinite(length)) {
      return Optional.empty();
    }
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / length);
    }
    return Optional.of(vector);
  }
}
