package skep.secrets.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.PathFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Finds the commits that changed one file. */
final class History {
  private History() {}

  static List<Revision> of(Repository repository, CommitId newest, String path, int most) {
    List<Revision> revisions = new ArrayList<>();
    try (RevWalk walk = new RevWalk(repository)) {
      walk.sort(RevSort.COMMIT_TIME_DESC);
      walk.setTreeFilter(AndTreeFilter.create(PathFilter.create(path), TreeFilter.ANY_DIFF));
      walk.markStart(walk.parseCommit(ObjectId.fromString(newest.sha())));
      for (RevCommit commit = walk.next();
          commit != null && revisions.size() < most;
          commit = walk.next()) {
        revisions.add(
            new Revision(
                new CommitId(commit.name()),
                commit.getAuthorIdent().getName(),
                commit.getAuthorIdent().getWhenAsInstant(),
                commit.getShortMessage()));
      }
      return revisions;
    } catch (IOException e) {
      throw new RepositoryException("cannot read the history of " + path, e);
    }
  }
}
