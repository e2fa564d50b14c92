package skep.secrets.repository;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import skep.secrets.gitcrypt.EncryptedBlob;
import skep.secrets.repository.Exposure.Kind;

/**
 * Looks through commits for what must never happen. A commit is compared with each of its parents:
 * what a merge takes over from one of them was found there.
 */
final class Exposures {
  /** So many are enough to say that something is wrong. */
  private static final int MOST = 50;

  private final Repository repository;
  private final Map<ObjectId, EncryptionRules> known = new HashMap<>();
  private final List<Exposure> found = new ArrayList<>();

  private Exposures(Repository repository) {
    this.repository = repository;
  }

  /** Of commits that {@code newest} has and {@code older} has not, the oldest first. */
  static List<Exposure> between(Repository repository, CommitId older, CommitId newest) {
    Exposures exposures = new Exposures(repository);
    try (RevWalk walk = new RevWalk(repository)) {
      walk.sort(RevSort.TOPO);
      walk.sort(RevSort.REVERSE, true);
      walk.markStart(walk.parseCommit(ObjectId.fromString(newest.sha())));
      walk.markUninteresting(walk.parseCommit(ObjectId.fromString(older.sha())));
      for (RevCommit commit : walk) {
        exposures.look(walk.getObjectReader(), commit);
      }
      return exposures.limited();
    } catch (IOException e) {
      throw new RepositoryException("cannot look through the commits up to " + newest, e);
    }
  }

  /** All of one commit, whoever brought it in. */
  static List<Exposure> in(Repository repository, CommitId commit) {
    Exposures exposures = new Exposures(repository);
    try (RevWalk walk = new RevWalk(repository)) {
      RevCommit parsed = walk.parseCommit(ObjectId.fromString(commit.sha()));
      exposures.inClear(walk.getObjectReader(), parsed, List.of());
      return exposures.limited();
    } catch (IOException e) {
      throw new RepositoryException("cannot look through commit " + commit, e);
    }
  }

  private List<Exposure> limited() {
    return List.copyOf(found.subList(0, Math.min(MOST, found.size())));
  }

  private void look(ObjectReader reader, RevCommit commit) throws IOException {
    List<RevCommit> parents = new ArrayList<>();
    for (int i = 0; i < commit.getParentCount(); i++) {
      RevCommit parent = commit.getParent(i);
      try (RevWalk walk = new RevWalk(reader)) {
        parents.add(walk.parseCommit(parent));
      }
    }
    inClear(reader, commit, parents);
    noLongerEncrypted(reader, commit, parents);
  }

  private EncryptionRules rules(ObjectReader reader, RevCommit commit) throws IOException {
    EncryptionRules rules = known.get(commit.getTree().getId());
    if (rules == null) {
      rules = EncryptionRules.of(reader, commit.getTree());
      known.put(commit.getTree().getId(), rules);
    }
    return rules;
  }

  /** Files that are other than in every parent, or whose parents did not ask for encryption. */
  private void inClear(ObjectReader reader, RevCommit commit, List<RevCommit> parents)
      throws IOException {
    EncryptionRules rules = rules(reader, commit);
    CommitId id = new CommitId(commit.name());
    for (String link : rules.linked()) {
      if (isNew(reader, parents, link)) {
        found.add(new Exposure(id, link, Kind.LINKED_RULES));
      }
    }
    try (TreeWalk walk = new TreeWalk(reader)) {
      walk.addTree(commit.getTree());
      for (RevCommit parent : parents) {
        walk.addTree(parent.getTree());
      }
      walk.setRecursive(true);
      while (walk.next()) {
        String path = walk.getPathString();
        boolean isFile = (walk.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
        if (isFile
            && rules.key(path).isPresent()
            && isOther(reader, walk, parents, path)
            && isReadable(walk.getObjectId(0))) {
          found.add(new Exposure(id, path, Kind.IN_CLEAR));
        }
      }
    }
  }

  private boolean isNew(ObjectReader reader, List<RevCommit> parents, String link)
      throws IOException {
    for (RevCommit parent : parents) {
      if (rules(reader, parent).linked().contains(link)) {
        return false;
      }
    }
    return true;
  }

  private boolean isOther(ObjectReader reader, TreeWalk walk, List<RevCommit> parents, String path)
      throws IOException {
    for (int i = 0; i < parents.size(); i++) {
      boolean isSame = walk.getObjectId(0).equals(walk.getObjectId(i + 1));
      if (isSame && rules(reader, parents.get(i)).key(path).isPresent()) {
        return false;
      }
    }
    return true;
  }

  private void noLongerEncrypted(ObjectReader reader, RevCommit commit, List<RevCommit> parents)
      throws IOException {
    EncryptionRules now = rules(reader, commit);
    for (RevCommit parent : parents) {
      EncryptionRules before = rules(reader, parent);
      if (before.keys().equals(now.keys())) {
        continue;
      }
      try (TreeWalk walk = new TreeWalk(reader)) {
        walk.addTree(commit.getTree());
        walk.setRecursive(true);
        while (walk.next()) {
          String path = walk.getPathString();
          if (before.key(path).isPresent() && now.key(path).isEmpty()) {
            found.add(new Exposure(new CommitId(commit.name()), path, Kind.NO_LONGER_ENCRYPTED));
          }
        }
      }
    }
  }

  /** An empty file gives nothing away. */
  private boolean isReadable(ObjectId blob) throws IOException {
    ObjectLoader loader = repository.open(blob);
    try (InputStream in = loader.openStream()) {
      return loader.getSize() > 0
          && !EncryptedBlob.isEncrypted(in.readNBytes(EncryptedBlob.MAGIC_BYTES));
    }
  }
}
