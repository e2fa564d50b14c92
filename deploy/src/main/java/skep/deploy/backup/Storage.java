package skep.deploy.backup;

import java.util.ArrayList;
import java.util.List;
import skep.deploy.bucket.BucketException;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.bucket.Requests;
import skep.deploy.bucket.UnfinishedUpload;
import skep.deploy.bucket.Usage;

/**
 * What lies in the repository's storage, looked at behind restic's back.
 *
 * @param objects none where the storage could not be looked at
 * @param notes what a person should know, in sentences
 */
record Storage(long objects, long bytes, List<String> notes) {
  Storage {
    notes = List.copyOf(notes);
  }

  /** One listing of all of it. */
  static Storage of(RepositoryObjects storage) {
    try {
      Requests before = storage.requests();
      Usage.Amount total = Usage.of(storage).total();
      List<String> notes = new ArrayList<>();
      List<UnfinishedUpload> left = storage.unfinished();
      if (!left.isEmpty()) {
        notes.add(
            "%d uploads in parts were never finished, and are charged for: a lifecycle rule that aborts them after 7 days clears them away"
                .formatted(left.size()));
      }
      Requests asked = storage.requests().since(before);
      notes.add(
          "looking at %,d objects took %d requests of class A and %d of class B"
              .formatted(total.objects(), asked.classA(), asked.classB()));
      return new Storage(total.objects(), total.bytes(), notes);
    } catch (BucketException e) {
      return new Storage(0, 0, List.of("the storage could not be looked at: " + e.getMessage()));
    }
  }

  /** The same check with what the storage takes up, and how much more that is than before. */
  Report noted(Report check, History history) {
    long before =
        history
            .of(RunKind.CHECK, "")
            .filter(entry -> entry.bytes() > 0)
            .findFirst()
            .map(Entry::bytes)
            .orElse(bytes);
    List<Entry> entries =
        check.entries().stream()
            .map(entry -> entry.sized(objects, bytes, Math.max(0, bytes - before)))
            .toList();
    List<String> all = new ArrayList<>(check.notes());
    all.addAll(notes);
    return new Report(check.run(), entries, all);
  }
}
