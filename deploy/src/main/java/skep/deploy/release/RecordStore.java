package skep.deploy.release;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A small durable store in which creating a name twice fails and labels change by compare-and-set.
 * One contract test judges the Swarm's configs and the in-memory twin alike.
 */
public interface RecordStore {
  /** Data above this is refused: the Swarm's own limit is a little higher. */
  int MAX_BYTES = 1_000_000;

  /**
   * @param labels must say what the record is in {@code skep.record}
   * @param data 1 to {@link #MAX_BYTES} bytes
   * @throws NameTakenException where a record of that name exists
   * @throws TooLargeException where the data is above {@link #MAX_BYTES}
   */
  Stored create(String name, Map<String, String> labels, byte[] data);

  Optional<Stored> find(String name);

  /** Records that carry every one of these labels (an empty value matches any), in no order. */
  List<Stored> list(Map<String, String> labels);

  /**
   * Replaces all labels if nobody did since {@code seen} was read.
   *
   * @return the record as it is now
   * @throws MovedException where somebody did, or removed it
   */
  Stored relabel(Stored seen, Map<String, String> labels);

  /** Removes a record; one that is gone already is no error. */
  void remove(Stored seen);

  /** A record at one version. */
  record Stored(
      String id,
      long version,
      String name,
      Map<String, String> labels,
      byte[] data,
      Instant created) {
    public Stored {
      labels = Map.copyOf(labels);
    }
  }

  /** A record of that name exists. */
  final class NameTakenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public NameTakenException(String name) {
      super("a record named " + name + " exists");
    }
  }

  /** The data does not fit in the Swarm's store. */
  final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TooLargeException(String name, int bytes) {
      super(
          "the record %s would take %,d bytes, and the Swarm's store holds %,d each"
              .formatted(name, bytes, MAX_BYTES));
    }
  }

  /** Checks both stores make before anything is written. */
  static void check(String name, Map<String, String> labels, byte[] data) {
    if (!labels.containsKey(RecordLabels.RECORD)) {
      throw new IllegalArgumentException(name + " does not say what it is in skep.record");
    }
    if (data.length == 0) {
      throw new IllegalArgumentException(name + " has no data");
    }
    if (data.length > MAX_BYTES) {
      throw new TooLargeException(name, data.length);
    }
  }

  /** The record changed since it was read. */
  final class MovedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public MovedException(String name) {
      super("the record " + name + " changed since it was read");
    }
  }
}
