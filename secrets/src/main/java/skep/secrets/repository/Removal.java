package skep.secrets.repository;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * That somebody was taken off the recipients.
 *
 * @param commit from which on their key opens nothing
 * @param readable the files they could read until then, and can in older commits for ever
 */
public record Removal(CommitId commit, SortedSet<String> readable) {
  public Removal {
    readable = Collections.unmodifiableSortedSet(new TreeSet<>(readable));
  }
}
