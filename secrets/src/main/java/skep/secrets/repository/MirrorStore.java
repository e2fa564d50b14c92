package skep.secrets.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
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
  private final Fetch fetch;

  private MirrorStore(
      RepositoryAddress.Remote address, Path directory, Repository repository, Fetch fetch) {
    this.address = address;
    this.directory = directory;
    this.repository = repository;
    this.fetch = fetch;
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
      return new MirrorStore(
          address, directory, repository, new Fetch(repository, address, login, deadline));
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
    fetch.run(wanted);
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
    } catch (IOException e) {
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
