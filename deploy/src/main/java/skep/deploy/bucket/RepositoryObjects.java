package skep.deploy.bucket;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The objects of one repository. Keys count from the repository's root on. Every operation may
 * throw a {@link BucketException}; one that writes has then perhaps taken effect, and may be done
 * again.
 */
public interface RepositoryObjects extends AutoCloseable {
  /** Objects read or put whole are notes of Skep's own and restic's locks; never data. */
  int MOST_BYTES = 1024 * 1024;

  /** Each is asked about by itself; a bucket with more has a rule missing. */
  int MOST_UPLOADS = 200;

  /**
   * All objects whose key begins so, in no order, as they arrive: however many there are, few are
   * in memory at a time.
   *
   * @param prefix {@code snapshots/}; empty for all
   */
  void list(String prefix, Consumer<StoredObject> each);

  /** Empty where there is none. */
  Optional<StoredObject> find(String key);

  /**
   * All of it; empty where there is none.
   *
   * @throws BucketException.Rejected where it is larger than {@link #MOST_BYTES}
   */
  Optional<byte[]> read(String key);

  /**
   * All of it.
   *
   * @throws BucketException.Missing where there is none
   */
  default byte[] require(String key) {
    return read(key)
        .orElseThrow(() ->
            new BucketException.Missing(
                "there is no %s in the repository (any more): look with /backup status"
                    .formatted(key)));
  }

  /**
   * Puts it there, or in the place of what is there, whole or not at all.
   *
   * @throws IllegalArgumentException above {@link #MOST_BYTES}
   */
  void put(String key, byte[] content);

  /** Succeeds where there is none, too. */
  void delete(String key);

  /** At most {@link #MOST_UPLOADS}, in the order of their keys. */
  List<UnfinishedUpload> unfinished();

  /** Throws its parts away; succeeds where it has been finished or aborted already, too. */
  void abort(UnfinishedUpload upload);

  /** Never an exception about a setting that cannot be known; it is {@link Setting.Unknown}. */
  BucketSettings settings();

  /** What is wrong with the rules of the storage itself, the worst first. */
  List<Finding> findings();

  /** Since this was constructed. */
  Requests requests();

  @Override
  void close();
}
