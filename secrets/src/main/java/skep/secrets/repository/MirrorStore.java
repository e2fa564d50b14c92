package skep.secrets.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;

/**
 * A bare mirror of a remote in a private directory, removed at the end. It holds what the remote
 * holds: encrypted files are encrypted there too. A failed fetch leaves the state before it.
 */
final class MirrorStore implements ObjectStore {
  private static final String DEFAULT = "refs/skep/default";

  private final RepositoryAddress.Remote address;
  private final Path directory;
  private final Repository repository;
  private final Remote remote;
  private String branch = Constants.R_HEADS + Constants.MASTER;

  private MirrorStore(
      RepositoryAddress.Remote address, Path directory, Repository repository, Remote remote) {
    this.address = address;
    this.directory = directory;
    this.repository = repository;
    this.remote = remote;
  }

  static MirrorStore open(
      RepositoryAddress.Remote address, RepositoryLogin login, Duration deadline) {
    try {
      Path directory =
          Files.createTempDirectory(
              "skep-estate-",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      Repository repository =
          new FileRepositoryBuilder().setBare().setGitDir(directory.toFile()).build();
      repository.create(true);
      // What goes on in the background would still write while the directory is removed.
      repository
          .getConfig()
          .setBoolean(
              ConfigConstants.CONFIG_GC_SECTION,
              null,
              ConfigConstants.CONFIG_KEY_AUTODETACH,
              false);
      // What is pushed is encrypted mostly, and gets no smaller.
      repository
          .getConfig()
          .setInt(
              ConfigConstants.CONFIG_PACK_SECTION,
              null,
              ConfigConstants.CONFIG_KEY_COMPRESSION,
              Deflater.NO_COMPRESSION);
      return new MirrorStore(
          address, directory, repository, new Remote(repository, address, login, deadline));
    } catch (IOException e) {
      throw new RepositoryException("cannot make a private directory for the estate", e);
    }
  }

  @Override
  public Repository repository() {
    return repository;
  }

  @Override
  public synchronized void refresh(Optional<String> extraRef) {
    List<RefSpec> wanted = new ArrayList<>();
    wanted.add(new RefSpec("+refs/heads/*:refs/heads/*"));
    wanted.add(new RefSpec("+refs/tags/*:refs/tags/*"));
    wanted.add(new RefSpec("+HEAD:" + DEFAULT));
    extraRef.ifPresent(ref -> wanted.add(new RefSpec("+" + ref + ":" + ref)));
    FetchResult result = remote.fetch(wanted);
    branch = branchOf(result.getAdvertisedRef(Constants.HEAD), result).orElse(branch);
  }

  /** Where a server does not say which branch its head is, the one that is at the same commit. */
  private static Optional<String> branchOf(Ref head, FetchResult result) {
    if (head == null) {
      return Optional.empty();
    }
    return head.isSymbolic()
        ? Optional.of(head.getTarget().getName())
        : result.getAdvertisedRefs().stream()
            .filter(ref -> ref.getName().startsWith(Constants.R_HEADS))
            .filter(ref -> ref.getObjectId().equals(head.getObjectId()))
            .map(Ref::getName)
            .min(Comparator.comparingInt(MirrorStore::commonness));
  }

  private static int commonness(String branch) {
    int place = List.of("refs/heads/main", "refs/heads/master").indexOf(branch);
    return place < 0 ? Integer.MAX_VALUE : place;
  }

  @Override
  public synchronized boolean publish(CommitId from, CommitId to) {
    ObjectId expected = ObjectId.fromString(from.sha());
    return switch (remote.push(branch, expected, ObjectId.fromString(to.sha()))) {
      case Remote.Push.Done _ -> true;
      case Remote.Push.Moved _ -> false;
      case Remote.Push.Refused(var why) -> {
        // Two pushes at once: one finds the branch locked, which each server says otherwise.
        refresh(Optional.empty());
        if (why.contains("lock") || !from.equals(newest())) {
          yield false;
        }
        throw new RepositoryException(
            "%s does not take the commit: %s (is %s protected, and may Skep push to it?)"
                .formatted(shown(), why, Repository.shortenRefName(branch)));
      }
    };
  }

  @Override
  public synchronized boolean publish(String name, CommitId at) {
    String made = Constants.R_HEADS + name;
    return switch (remote.push(made, ObjectId.zeroId(), ObjectId.fromString(at.sha()))) {
      case Remote.Push.Done _ -> true;
      case Remote.Push.Moved _ -> false;
      case Remote.Push.Refused(var why) ->
          throw new RepositoryException(
              "%s does not take the branch %s: %s (may Skep push there?)"
                  .formatted(shown(), name, why));
    };
  }

  @Override
  public synchronized Collection<Ref> pullRequests() {
    return remote.refs(new RefSpec("refs/pull/*/head:refs/pull/*/head"));
  }

  @Override
  public String defaultRef() {
    return DEFAULT;
  }

  @Override
  public String shown() {
    return address.shown();
  }

  @Override
  public void close() {
    repository.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // The directory is private and temporary: what cannot be removed now goes with the machine.
      return;
    }
  }

  /** Which outcomes of a ref update leave the mirror wrong. */
  static boolean failed(RefUpdate.Result result) {
    return switch (result) {
      case NEW, FORCED, FAST_FORWARD, NO_CHANGE, RENAMED -> false;
      case NOT_ATTEMPTED,
          LOCK_FAILURE,
          REJECTED,
          REJECTED_CURRENT_BRANCH,
          REJECTED_MISSING_OBJECT,
          REJECTED_OTHER_REASON,
          IO_FAILURE ->
          true;
    };
  }
}
