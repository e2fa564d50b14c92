package skep.deploy.restic;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The snapshots that cannot be restored as they were made, by what a check has read: one that read
 * a part of the data knows of that part.
 *
 * @param causes by whole id
 * @param exact no other is affected, and each of these is; otherwise some of these may be good
 * @param notes why they are not exact, and what can be done, for people
 */
public record AffectedSnapshots(
    SortedMap<String, Cause> causes, boolean exact, List<String> notes) {
  /** Why a snapshot is affected: the first that was found. */
  public enum Cause {
    LOST("its snapshot object is gone"),
    OBJECT("its snapshot object cannot be read"),
    TREE("a folder in it cannot be read"),
    DATA("the content of a file in it cannot be read"),
    UNREADABLE("the repository cannot be read as it is now");

    private final String words;

    Cause(String words) {
      this.words = words;
    }

    /** For people, after the snapshot's id. */
    public String words() {
      return words;
    }
  }

  public AffectedSnapshots {
    causes = Collections.unmodifiableSortedMap(new TreeMap<>(causes));
    notes = List.copyOf(notes);
  }

  public boolean contains(String snapshot) {
    return causes.containsKey(snapshot);
  }
}
