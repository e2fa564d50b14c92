package skep.secrets.repository;

import java.util.Optional;
import org.eclipse.jgit.lib.Repository;

/** Where the objects come from. */
sealed interface ObjectStore extends AutoCloseable permits LocalStore, MirrorStore {
  Repository repository();

  /** Brings the refs up to date, and this one besides. */
  void refresh(Optional<String> extraRef);

  /** What the default branch's newest commit is called in {@link #repository}. */
  String defaultRef();

  /**
   * Puts the default branch from one commit to another that follows it.
   *
   * @return false where it is not at that commit any more
   * @throws RepositoryException where it may not be written to
   */
  boolean publish(CommitId from, CommitId to);

  String shown();

  @Override
  void close();
}
