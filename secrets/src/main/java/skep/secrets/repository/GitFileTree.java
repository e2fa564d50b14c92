package skep.secrets.repository;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
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
import skep.secrets.gitcrypt.KeyName;
import skep.secrets.gitcrypt.KeyRing;
import skep.secrets.redaction.SecretLeaves;
import skep.secrets.redaction.SecretValue;

/** A commit's names read at once, its contents on demand. */
final class GitFileTree implements FileTree {
  private static final long MAX_BYTES = 500_000_000;

  private final Repository repository;
  private final CommitId commit;
  private final Unlocking.Keys keys;
  private final SortedMap<String, ObjectId> files;
  private final SortedSet<String> links;

  /** Known once {@link #learn} looked at all of them. */
  private Optional<Boolean> locked = Optional.empty();

  private GitFileTree(
      Repository repository,
      CommitId commit,
      Unlocking unlocking,
      SortedMap<String, ObjectId> files,
      SortedSet<String> links) {
    this.repository = repository;
    this.commit = commit;
    this.files = files;
    this.links = links;
    this.keys = unlocking.of(files, id -> stored("a recipient's copy of the key", id));
  }

  /**
   * Decrypts whatever is encrypted, several files at a time, and makes its values known, once for
   * each content: nobody may speak about this commit before that.
   *
   * @param known contents whose values are known already
   */
  void learn(Set<ObjectId> known, Consumer<Collection<SecretValue>> learn) {
    Map<ObjectId, String> unknown = new HashMap<>();
    files.forEach((path, id) -> {
      if (!known.contains(id)) {
        unknown.put(id, path);
      }
    });
    Map<ObjectId, Collection<SecretValue>> found = new ConcurrentHashMap<>();
    OnAllCores.forEach(
        unknown.keySet(),
        id -> leaves(unknown.get(id), id).ifPresent(leaves -> found.put(id, leaves)));
    learn.accept(found.values().stream().flatMap(Collection::stream).toList());
    known.addAll(found.keySet());
    locked = Optional.of(found.size() < unknown.size());
  }

  /** Nothing where the file is in clear; empty where it is locked. */
  private Optional<Collection<SecretValue>> leaves(String path, ObjectId id) {
    try {
      return Optional.of(isEncrypted(path, id) ? SecretLeaves.of(content(path, id)) : List.of());
    } catch (LockedFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean hasLockedFiles() {
    return locked.orElseGet(() ->
        files.entrySet().stream()
            .anyMatch(file -> leaves(file.getKey(), file.getValue()).isEmpty()));
  }

  static GitFileTree read(Repository repository, CommitId commit, Unlocking unlocking) {
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
    return new GitFileTree(repository, commit, unlocking, files, links);
  }

  /** Which of its files are to be encrypted, by its own rules, and with which key. */
  SortedMap<String, KeyName> keyed() {
    try (RevWalk walk = new RevWalk(repository)) {
      ObjectId id = walk.parseCommit(ObjectId.fromString(commit.sha())).getTree();
      return EncryptionRules.of(walk.getObjectReader(), id).keys();
    } catch (IOException e) {
      throw new RepositoryException("cannot read commit " + commit, e);
    }
  }

  /** What encrypts the files of a commit upon this one. */
  KeyRing keys() {
    return keys.ring();
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
  public SortedSet<String> encrypted() {
    SortedSet<String> encrypted = new TreeSet<>();
    files.forEach((path, id) -> {
      if (isEncrypted(path, id)) {
        encrypted.add(path);
      }
    });
    return Collections.unmodifiableSortedSet(encrypted);
  }

  @Override
  public Optional<byte[]> read(String path) {
    String safe = SafePath.check(path, links);
    return Optional.ofNullable(files.get(safe)).map(id -> content(safe, id));
  }

  /** What tells whether two commits have the same in it, without reading either. */
  Optional<ObjectId> id(String path) {
    return Optional.ofNullable(files.get(path));
  }

  private boolean isEncrypted(String path, ObjectId id) {
    return read(path, id, (blob, _) -> isEncrypted(blob));
  }

  private byte[] content(String path, ObjectId id) {
    return read(
        path,
        id,
        (blob, size) -> isEncrypted(blob) ? decrypted(path, blob, size) : whole(blob, size));
  }

  private byte[] decrypted(String path, InputStream blob, int size) throws IOException {
    if (keys.ring().isEmpty()) {
      throw new LockedFileException(path, keys.missing());
    }
    try {
      return keys.ring().decrypt(blob, size);
    } catch (GitCryptException e) {
      throw new LockedFileException(path, e.getMessage());
    }
  }

  private byte[] stored(String what, ObjectId id) {
    return read(what, id, GitFileTree::whole);
  }

  private static byte[] whole(InputStream blob, int size) throws IOException {
    return blob.readNBytes(size);
  }

  private static boolean isEncrypted(InputStream blob) throws IOException {
    blob.mark(EncryptedBlob.MAGIC_BYTES);
    byte[] start = blob.readNBytes(EncryptedBlob.MAGIC_BYTES);
    blob.reset();
    return EncryptedBlob.isEncrypted(start);
  }

  private interface Reading<T> {
    T read(InputStream blob, int size) throws IOException;
  }

  private <T> T read(String path, ObjectId id, Reading<T> reading) {
    try {
      ObjectLoader loader = repository.open(id);
      if (loader.getSize() > MAX_BYTES) {
        throw new RepositoryException(
            "%s is %,d bytes; Skep reads files up to %,d"
                .formatted(path, loader.getSize(), MAX_BYTES));
      }
      try (InputStream blob = new BufferedInputStream(loader.openStream())) {
        return reading.read(blob, Math.toIntExact(loader.getSize()));
      }
    } catch (IOException e) {
      throw new RepositoryException("cannot read %s of commit %s".formatted(path, commit), e);
    }
  }
}
