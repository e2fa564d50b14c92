package skep.deploy.bucket;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What lies in the bucket against what ought to: snapshots against those of Skep's history, packs
 * against those of restic's index.
 *
 * @param missing ids that ought to be there: deleted behind everybody's back
 * @param unknown ids nobody has told of: made by somebody else, or left by a broken run
 */
public record Integrity(SortedSet<String> missing, SortedSet<String> unknown) {
  public Integrity {
    missing = Collections.unmodifiableSortedSet(new TreeSet<>(missing));
    unknown = Collections.unmodifiableSortedSet(new TreeSet<>(unknown));
  }

  /**
   * @param listed whole ids of the objects that are there
   * @param known whole ids that ought to be there, without those that retention has removed
   */
  public static Integrity of(Collection<String> listed, Collection<String> known) {
    var missing = new TreeSet<>(known);
    missing.removeAll(new TreeSet<>(listed));
    var unknown = new TreeSet<>(listed);
    unknown.removeAll(new TreeSet<>(known));
    return new Integrity(missing, unknown);
  }

  /** Whether nothing is missing. What is unknown harms nothing. */
  public boolean isWhole() {
    return missing.isEmpty();
  }
}
