package skep.deploy.bucket;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a repository takes up, by one listing of it.
 *
 * @param folders only those with objects in them
 * @param snapshots whole ids of the snapshots whose objects are there
 * @param newestSnapshot the snapshot object that was put there last
 * @param locks restic's locks, whoever holds them
 */
public record Usage(
    Map<RepositoryFolder, Amount> folders,
    SortedSet<String> snapshots,
    Optional<StoredObject> newestSnapshot,
    List<StoredObject> locks) {
  /** Restic names an object after the SHA-256 of it. */
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

  public Usage {
    folders = Collections.unmodifiableMap(new EnumMap<>(folders));
    snapshots = Collections.unmodifiableSortedSet(snapshots);
    locks = List.copyOf(locks);
  }

  /** So many objects, and their bytes. */
  public record Amount(long objects, long bytes) {
    public static final Amount NONE = new Amount(0, 0);

    Amount plus(Amount more) {
      return new Amount(objects + more.objects, bytes + more.bytes);
    }
  }

  /** Reads all of the listing, and keeps none of it but snapshots and locks. */
  public static Usage of(RepositoryObjects objects) {
    var count = new Count();
    objects.list("", count::add);
    return new Usage(count.folders, count.snapshots, count.newest, List.copyOf(count.locks));
  }

  public Amount of(RepositoryFolder folder) {
    return folders.getOrDefault(folder, Amount.NONE);
  }

  public Amount total() {
    return folders.values().stream().reduce(Amount.NONE, Amount::plus);
  }

  /** Whether restic would find a repository here: it has a configuration and a key. */
  public boolean isRepository() {
    return folders.containsKey(RepositoryFolder.CONFIG)
        && folders.containsKey(RepositoryFolder.KEYS);
  }

  private static final class Count {
    private final Map<RepositoryFolder, Amount> folders = new EnumMap<>(RepositoryFolder.class);
    private final SortedSet<String> snapshots = new TreeSet<>();
    private final List<StoredObject> locks = new java.util.ArrayList<>();
    private Optional<StoredObject> newest = Optional.empty();

    void add(StoredObject object) {
      RepositoryFolder folder = RepositoryFolder.of(object.key());
      folders.merge(folder, new Amount(1, object.size()), Amount::plus);
      if (!ID.matcher(object.name()).matches()) {
        return;
      }
      if (folder == RepositoryFolder.LOCKS) {
        locks.add(object);
      }
      if (folder == RepositoryFolder.SNAPSHOTS) {
        snapshots.add(object.name());
        if (newest.isEmpty() || object.modified().isAfter(newest.get().modified())) {
          newest = Optional.of(object);
        }
      }
    }
  }
}
