package skep.secrets.repository;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** A repository on this machine, read in place. Its checked-out branch is the default one. */
record LocalStore(Path directory, Repository repository) implements ObjectStore {
  static LocalStore open(Path directory) {
    // A folder inside somebody else's repository is not this estate.
    FileRepositoryBuilder builder =
        new FileRepositoryBuilder()
            .addCeilingDirectory(directory.toFile().getParentFile())
            .findGitDir(directory.toFile());
    if (builder.getGitDir() == null) {
      throw new RepositoryException(
          directory + " is not a git repository; make it one: git init, git add, git commit");
    }
    try {
      return new LocalStore(directory, builder.setMustExist(true).build());
    } catch (IOException e) {
      throw new RepositoryException("cannot open the repository " + directory, e);
    }
  }

  @Override
  public void refresh(Optional<String> extraRef) {
    repository.getRefDatabase().refresh();
  }

  @Override
  public String defaultRef() {
    return Constants.HEAD;
  }

  /** Files that are checked out would stay behind, and look like somebody's changes. */
  @Override
  public boolean publish(CommitId from, CommitId to) {
    if (!repository.isBare()) {
      throw new RepositoryException(
          "%s has its files checked out, so Skep does not commit there; give a bare repository or a URL in SKEP_ESTATE"
              .formatted(directory));
    }
    return put(Constants.HEAD, ObjectId.fromString(from.sha()), to);
  }

  @Override
  public boolean publish(String branch, CommitId at) {
    return put(Constants.R_HEADS + branch, ObjectId.zeroId(), at);
  }

  private boolean put(String ref, ObjectId from, CommitId to) {
    try {
      RefUpdate update = repository.updateRef(ref);
      update.setExpectedOldObjectId(from);
      update.setNewObjectId(ObjectId.fromString(to.sha()));
      update.setRefLogMessage("commit by Skep", false);
      return !MirrorStore.failed(update.update());
    } catch (IOException e) {
      throw new RepositoryException("cannot commit to " + directory, e);
    }
  }

  @Override
  public Collection<Ref> pullRequests() {
    try {
      return repository.getRefDatabase().getRefsByPrefix("refs/pull/");
    } catch (IOException e) {
      throw new RepositoryException("cannot read the pull requests of " + directory, e);
    }
  }

  @Override
  public String shown() {
    return directory.toString();
  }

  @Override
  public void close() {
    repository.close();
  }
}
