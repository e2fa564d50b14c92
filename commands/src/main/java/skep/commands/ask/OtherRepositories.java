package skep.commands.ask;

import skep.deploy.estate.RunbookPolicy.Repository;
import skep.secrets.repository.FileTree;

/** Repositories with runbooks beside the estate. */
@FunctionalInterface
public interface OtherRepositories extends AutoCloseable {
  /**
   * The newest commit of its default branch.
   *
   * @throws skep.secrets.repository.RepositoryException where it does not answer
   */
  FileTree newest(Repository repository);

  @Override
  default void close() {}
}
