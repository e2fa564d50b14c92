package skep.secrets.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Puts a change upon the newest commit, again where somebody else was faster. */
final class Commits {
  /** Each time somebody else pushed in between; who loses so often has another problem. */
  private static final int TRIES = 8;

  private static final String COMMITTER = "Skep";
  private static final String COMMITTER_EMAIL = "skep@localhost";

  private final ObjectStore store;
  private final Unlocking unlocking;
  private final InstantSource clock;

  Commits(ObjectStore store, Unlocking unlocking, InstantSource clock) {
    this.store = store;
    this.unlocking = unlocking;
    this.clock = clock;
  }

  CommitId commit(EstateChange change, ConflictMerge merge) {
    return commit(
        change.author(),
        change.message(),
        newest -> new Draft.Files(merged(change, newest, merge), newest.keys(), change.secret()));
  }

  /** The same upon the newest commit, on a new branch. */
  CommitId propose(EstateChange change, ConflictMerge merge, String branch) {
    store.refresh(Optional.empty());
    GitFileTree newest = tree(store.newest());
    Draft.Files files =
        new Draft.Files(merged(change, newest, merge), newest.keys(), change.secret());
    CommitId made = make(newest, files, change.author(), change.message());
    if (!store.publish(branch, made)) {
      throw new RepositoryException(
          "%s has a branch %s already; ask again".formatted(store.shown(), branch));
    }
    return made;
  }

  /** The commit that has the change; the newest there is where everything is so already. */
  CommitId commit(EstateChange.Author author, String message, Draft draft) {
    for (int i = 0; i < TRIES; i++) {
      store.refresh(Optional.empty());
      GitFileTree newest = tree(store.newest());
      CommitId made = make(newest, draft.upon(newest), author, message);
      if (made.equals(newest.commit()) || store.publish(newest.commit(), made)) {
        return made;
      }
    }
    throw new RepositoryException(
        "%s moved %d times while this was being committed; nothing was changed, ask again"
            .formatted(store.shown(), TRIES));
  }

  private GitFileTree tree(CommitId commit) {
    return GitFileTree.read(store.repository(), commit, unlocking);
  }

  private SortedMap<String, Optional<Supplier<byte[]>>> merged(
      EstateChange change, GitFileTree newest, ConflictMerge merge) {
    GitFileTree base = tree(change.base());
    SortedMap<String, Optional<Supplier<byte[]>>> files = new TreeMap<>();
    for (var file : change.files().entrySet()) {
      String path = file.getKey();
      SafePath.check(path, newest.links());
      Optional<byte[]> content = merged(path, base, newest, file.getValue(), merge);
      files.put(path, content.map(bytes -> () -> bytes));
    }
    return files;
  }

  private static Optional<byte[]> merged(
      String path,
      GitFileTree base,
      GitFileTree newest,
      Optional<byte[]> ours,
      ConflictMerge merge) {
    if (base.id(path).equals(newest.id(path))) {
      return ours;
    }
    Optional<byte[]> before = base.read(path);
    Optional<byte[]> theirs = newest.read(path);
    if (same(before, theirs) || same(theirs, ours)) {
      return ours;
    }
    return Optional.of(
        merge
            .merge(path, before, theirs, ours)
            .orElseThrow(() -> new ConflictException(path, newest.commit())));
  }

  private static boolean same(Optional<byte[]> one, Optional<byte[]> other) {
    return one.isPresent() == other.isPresent()
        && Arrays.equals(one.orElse(new byte[0]), other.orElse(new byte[0]));
  }

  private CommitId make(
      GitFileTree newest, Draft.Files files, EstateChange.Author author, String message) {
    Repository repository = store.repository();
    try (ObjectInserter inserter = repository.newObjectInserter();
        ObjectReader reader = inserter.newReader();
        BlobWriter blobs = new BlobWriter(repository, files.keys());
        RevWalk walk = new RevWalk(reader)) {
      RevCommit parent = walk.parseCommit(ObjectId.fromString(newest.commit().sha()));
      ObjectId tree =
          new TreeEdit(reader, inserter, blobs, files.secret())
              .apply(parent.getTree(), files.contents());
      if (tree.equals(parent.getTree())) {
        return newest.commit();
      }
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree);
      commit.setParentId(parent);
      commit.setAuthor(ident(author.name(), author.email()));
      commit.setCommitter(ident(COMMITTER, COMMITTER_EMAIL));
      commit.setMessage(message);
      ObjectId made = inserter.insert(commit);
      inserter.flush();
      return new CommitId(made.name());
    } catch (IOException | UncheckedIOException e) {
      throw new RepositoryException("cannot write a commit for " + store.shown(), e);
    }
  }

  private PersonIdent ident(String name, String email) {
    return new PersonIdent(name, email, clock.instant(), ZoneOffset.UTC);
  }
}
