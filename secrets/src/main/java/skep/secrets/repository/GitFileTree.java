package skep.secrets.repository;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import skep.secrets.gitcrypt.EncryptedBlob;
import skep.secrets.gitcrypt.GitCryptException;
import skep.secrets.gitcrypt.GitCryptKey;
import skep.secrets.redaction.SecretLeaves;
import skep.secrets.redaction.SecretValue;

/** A commit's names read at once, its contents on demand. */
final class GitFileTree implements FileTree {
  private static final long MAX_BYTES = 100_000_000;

  private final Repository repository;
  private final CommitId commit;
  private final Optional<GitCryptKey> key;
  private final SortedMap<String, ObjectId> files;
  private final SortedSet<String> links;
  private boolean locked;

  private GitFileTree(
      Repository repository,
      CommitId commit,
      Optional<GitCryptKey> key,
      SortedMap<String, ObjectId> files,
      SortedSet<String> links) {
    this.repository = repository;
    this.commit = commit;
    this.key = key;
    this.files = files;
    this.links = links;
  }

  /**
   * Decrypts whatever is encrypted and makes its values known, once for each content: nobody may
   * speak about this commit before that.
   *
   * @param known contents whose values are known already
   */
  void learn(Set<ObjectId> known, Consumer<Collection<SecretValue>> learn) {
    files.forEach((path, id) -> {
      try {
        if (!known.contains(id) && isEncrypted(path, id)) {
          learn.accept(SecretLeaves.of(content(path, id)));
        }
        known.add(id);
      } catch (LockedFileException e) {
        locked = true;
      }
    });
  }

  private boolean isEncrypted(String path, ObjectId id) {
    try (InputStream start = repository.open(id).openStream()) {
      return EncryptedBlob.isEncrypted(start.readNBytes(EncryptedBlob.MAGIC_BYTES));
    } catch (IOException e) {
      throw new RepositoryException("cannot read %s of commit %s".formatted(path, commit), e);
    }
  }

  @Override
  public boolean hasLockedFiles() {
    return locked;
  }

  static GitFileTree read(Repository repository, CommitId commit, Optional<GitCryptKey> key) {
    SortedMap<String, ObjectId> files = new TreeMap<>();
    SortedSet<String> links = new TreeSet<>();
    try (RevWalk revisions = new RevWalk(repository);
        TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(revisions.parseCommit(ObjectId.fromString(commit.sha())).getTree());
      walk.setRecursive(true);
      while (walk.next()) {
        if ((walk.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE) {
          files.put(walk.getPathString(), walk.getObjectId(0));
        } else {
          links.add(walk.getPathString());
        }
      }
    } catch (MissingObjectException e) {
      throw new RepositoryException("commit " + commit + " is not in the repository any more", e);
    } catch (IOException e) {
      throw new RepositoryException("cannot read commit " + commit, e);
    }
    return new GitFileTree(repository, commit, key, files, links);
  }

  @Override
  public CommitId commit() {
    return commit;
  }

  @Override
  public SortedSet<String> paths() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(files.keySet()));
  }

  @Override
  public SortedSet<String> links() {
    return Collections.unmodifiableSortedSet(links);
  }

  @Override
  public Optional<byte[]> read(String path) {
    String safe = SafePath.check(path, links);
    return Optional.ofNullable(files.get(safe)).map(id -> content(safe, id));
  }

  private byte[] content(String path, ObjectId id) {
    byte[] blob = blob(path, id);
    if (!EncryptedBlob.isEncrypted(blob)) {
      return blob;
    }
    GitCryptKey opener =
        key.orElseThrow(() ->
            new LockedFileException(
                path, "no key was given; set GIT_CRYPT_KEY_FILE to an exported key"));
    try {
      return opener.decrypt(blob);
    } catch (GitCryptException e) {
      throw new LockedFileException(path, e.getMessage());
    }
  }

  private byte[] blob(String path, ObjectId id) {
    try {
      ObjectLoader loader = repository.open(id);
      if (loader.getSize() > MAX_BYTES) {
        throw new RepositoryException(
            "%s is %,d bytes; Skep reads files up to %,d"
                .formatted(path, loader.getSize(), MAX_BYTES));
      }
      return loader.getBytes(Math.toIntExact(MAX_BYTES));
    } catch (IOException e) {
      throw new RepositoryException("cannot read %s of commit %s".formatted(path, commit), e);
    }
  }
}
