package skep.secrets.repository;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport;

/** One fetch after the other from one remote, each bounded in time as a whole. */
final class Fetch {
  private final Repository repository;
  private final RepositoryAddress.Remote address;
  private final TransportLogin login;
  private final Duration deadline;

  Fetch(
      Repository repository,
      RepositoryAddress.Remote address,
      RepositoryLogin login,
      Duration deadline) {
    this.repository = repository;
    this.address = address;
    this.login = new TransportLogin(login);
    this.deadline = deadline;
  }

  /** Socket reads time out by themselves; the deadline also bounds a remote that drips bytes. */
  void run(List<RefSpec> wanted) {
    Cancellation cancellation = new Cancellation();
    FutureTask<FetchResult> fetch = new FutureTask<>(() -> fetch(wanted, cancellation));
    Thread.ofVirtual().name("fetch").start(fetch);
    try {
      FetchResult result = fetch.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      result.getTrackingRefUpdates().forEach(this::refuseFailed);
    } catch (TimeoutException e) {
      cancellation.cancelled = true;
      fetch.cancel(true);
      throw new RepositoryException(
          "%s did not answer within %d s; nothing was taken over from it"
              .formatted(address.shown(), deadline.toSeconds()));
    } catch (ExecutionException e) {
      throw unreachable(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException("interrupted while fetching " + address.shown(), e);
    }
  }

  private FetchResult fetch(List<RefSpec> wanted, Cancellation cancellation)
      throws NotSupportedException, TransportException {
    try (Transport transport = Transport.open(repository, address.uri())) {
      transport.setTimeout(Math.toIntExact(Math.max(1, deadline.toSeconds())));
      transport.setTagOpt(TagOpt.NO_TAGS);
      transport.setRemoveDeletedRefs(true);
      transport.setCheckFetchedObjects(true);
      login.apply(transport);
      return transport.fetch(cancellation, wanted);
    }
  }

  private void refuseFailed(TrackingRefUpdate update) {
    if (MirrorStore.failed(update.getResult())) {
      throw new RepositoryException(
          "could not take over %s from %s: %s"
              .formatted(update.getRemoteName(), address.shown(), update.getResult()));
    }
  }

  private RepositoryException unreachable(Throwable cause) {
    String why = Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    String hint =
        why.contains("not authorized")
                || why.contains("Auth fail")
                || why.contains("CredentialsProvider")
            ? "; check the token or key (SKEP_ESTATE_TOKEN, SKEP_ESTATE_KEY_FILE)"
            : "";
    return new RepositoryException(
        "cannot fetch %s: %s%s".formatted(address.shown(), why, hint), cause);
  }

  private static final class Cancellation extends EmptyProgressMonitor {
    private volatile boolean cancelled;

    @Override
    public boolean isCancelled() {
      return cancelled;
    }
  }
}
