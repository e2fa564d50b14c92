package skep.secrets.repository;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;

/**
 * All files of one commit. Paths are relative to the repository's root, separated by {@code /},
 * never absolute and never with {@code ..} segments.
 */
public interface FileTree {
  CommitId commit();

  /** Every regular file; symbolic links and submodules are not among them. */
  SortedSet<String> paths();

  /** Symbolic links and submodules, which are never followed: to say so where one is met. */
  default SortedSet<String> links() {
    return Collections.emptySortedSet();
  }

  /**
   * The content of a regular file, decrypted where git-crypt encrypted it.
   *
   * @return empty where the commit has no such path
   * @throws LockedFileException where the file is encrypted and no key that fits was given
   * @throws UnsafePathException where the path is a symbolic link, leaves the repository, or is not
   *     a plain relative path
   */
  Optional<byte[]> read(String path);

  /** Those that git-crypt encrypted, opened or not. */
  default SortedSet<String> encrypted() {
    return Collections.emptySortedSet();
  }

  /** Whether some file is encrypted and no key that fits was given. */
  default boolean hasLockedFiles() {
    return false;
  }
}
