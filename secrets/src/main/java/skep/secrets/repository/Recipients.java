package skep.secrets.repository;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.openpgp.Fingerprint;

/**
 * Whose GPG keys open a repository, by the names of its keys. Whoever has an exported key besides
 * is not known here.
 */
public record Recipients(SortedMap<KeyName, SortedSet<Fingerprint>> byKey) {
  public Recipients {
    byKey = Collections.unmodifiableSortedMap(new TreeMap<>(byKey));
  }

  /**
   * @param paths all files of a commit
   */
  public static Recipients of(Collection<String> paths) {
    SortedMap<KeyName, SortedSet<Fingerprint>> byKey = new TreeMap<>();
    for (String path : paths) {
      RecipientCopy.parse(path)
          .ifPresent(copy ->
              byKey.computeIfAbsent(copy.key(), _ -> new TreeSet<>()).add(copy.recipient()));
    }
    return new Recipients(byKey);
  }
}
