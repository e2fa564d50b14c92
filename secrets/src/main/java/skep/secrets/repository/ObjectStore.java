package skep.secrets.repository;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/** Where the objects come from. */
sealed interface ObjectStore extends AutoCloseable permits LocalStore, MirrorStore {
  Repository repository();

  /** Brings the refs up to date, and this one besides. */
  void refresh(Optional<String> extraRef);

  /** What the default branch's newest commit is called in {@link #repository}. */
  String defaultRef();

  /**
   * The default branch's newest commit, as it was at the last {@link #refresh}.
   *
   * @throws RepositoryException where there is none
   */
  default CommitId newest() {
    try {
      ObjectId id = repository().resolve(defaultRef());
      if (id == null) {
        throw new RepositoryException(shown() + " has no commit yet; make the first one");
      }
      return new CommitId(id.name());
    } catch (IOException e) {
      throw new RepositoryException("cannot read " + shown(), e);
    }
  }

  /**
   * Puts the default branch from one commit to another that follows it.
   *
   * @return false where it is not at that commit any more
   * @throws RepositoryException where it may not be written to
   */
  boolean publish(CommitId from, CommitId to);

  /**
   * Makes a branch.
   *
   * @return false where there is one of this name
   * @throws RepositoryException where it may not be made
   */
  boolean publish(String branch, CommitId at);

  /** Where pull requests stand now; a remote is asked, and nothing of them is fetched. */
  Collection<Ref> pullRequests();

  String shown();

  @Override
  void close();
}
