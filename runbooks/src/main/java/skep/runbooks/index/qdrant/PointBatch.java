package skep.runbooks.index.qdrant;

import io.qdrant.client.grpc.Points.PointStruct;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Points that go over the wire together: few enough that a server on a slow disk is done within the
 * deadline, and so many that the way there and back does not count.
 */
final class PointBatch {
  private static final int MOST_POINTS = 100;
  private static final int MOST_BYTES = 1 << 20;

  private final Consumer<List<PointStruct>> send;
  private final List<PointStruct> points = new ArrayList<>();
  private int bytes;

  PointBatch(Consumer<List<PointStruct>> send) {
    this.send = send;
  }

  /** One that alone is larger than a batch goes alone. */
  void add(PointStruct point) {
    int size = point.getSerializedSize();
    if (points.size() == MOST_POINTS || bytes + size > MOST_BYTES) {
      flush();
    }
    points.add(point);
    bytes += size;
  }

  void flush() {
    if (!points.isEmpty()) {
      send.accept(List.copyOf(points));
      points.clear();
      bytes = 0;
    }
  }
}
