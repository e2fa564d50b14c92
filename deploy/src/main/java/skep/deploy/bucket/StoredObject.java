package skep.deploy.bucket;

import java.time.Instant;

/**
 * An object of a repository.
 *
 * @param key from the repository's root on: {@code snapshots/4f…}
 * @param size in bytes
 * @param modified when it was put there
 */
public record StoredObject(String key, long size, Instant modified) {
  /** What follows the last slash: restic's id of it. */
  public String name() {
    return key.substring(key.lastIndexOf('/') + 1);
  }
}
