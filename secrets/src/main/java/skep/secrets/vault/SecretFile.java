package skep.secrets.vault;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import skep.secrets.repository.FileTree;
import skep.secrets.repository.LockedFileException;

/**
 * An encrypted file of the estate and the keys of the values in it.
 *
 * @param keys empty where the whole file is one value
 * @param locked whether no key at hand opens it; then nothing is known of its keys
 */
public record SecretFile(String path, SortedSet<KeyPath> keys, boolean locked) {
  public SecretFile {
    keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
  }

  /** All of one commit, by path. */
  public static List<SecretFile> of(FileTree tree) {
    return tree.encrypted().stream().map(path -> read(tree, path)).toList();
  }

  private static SecretFile read(FileTree tree, String path) {
    try {
      SortedSet<KeyPath> keys =
          tree.read(path)
              .flatMap(content -> SecretDocument.parse(path, content))
              .map(document -> (SortedSet<KeyPath>) new TreeSet<>(document.values().keySet()))
              .orElseGet(TreeSet::new);
      return new SecretFile(path, keys, false);
    } catch (LockedFileException e) {
      return new SecretFile(path, new TreeSet<>(), true);
    }
  }
}
