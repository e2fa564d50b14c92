package skep.secrets.repository;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.FetchResult;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.TrackingRefUpdate;
import org.eclipse.jgit.transport.Transport;

/** One call after the other to one remote, each bounded in time as a whole. */
final class Remote {
  private final Repository repository;
  private final RepositoryAddress.Remote address;
  private final TransportLogin login;
  private final Duration deadline;

  Remote(
      Repository repository,
      RepositoryAddress.Remote address,
      RepositoryLogin login,
      Duration deadline) {
    this.repository = repository;
    this.address = address;
    this.login = new TransportLogin(login);
    this.deadline = deadline;
  }

  FetchResult fetch(List<RefSpec> wanted) {
    FetchResult result =
        bounded(
            "fetch",
            (transport, cancellation) -> {
              transport.setTagOpt(TagOpt.NO_TAGS);
              transport.setRemoveDeletedRefs(true);
              transport.setCheckFetchedObjects(true);
              return transport.fetch(cancellation, wanted);
            });
    result.getTrackingRefUpdates().forEach(this::refuseFailed);
    return result;
  }

  /** What the remote has under these names. */
  Collection<Ref> refs(RefSpec named) {
    return bounded(
        "list",
        (transport, _) -> {
          try (FetchConnection connection = transport.openFetch(List.of(named))) {
            return connection.getRefs();
          }
        });
  }

  /**
   * Puts the remote's branch from one commit to another that follows it.
   *
   * @return whether it did, or why not
   */
  Push push(String branch, ObjectId from, ObjectId to) {
    RemoteRefUpdate update =
        bounded(
            "push to",
            (transport, cancellation) -> {
              RemoteRefUpdate asked =
                  new RemoteRefUpdate(repository, to.name(), to, branch, false, null, from);
              transport.push(cancellation, List.of(asked));
              return asked;
            });
    return switch (update.getStatus()) {
      case OK, UP_TO_DATE -> new Push.Done();
      case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED -> new Push.Moved();
      case REJECTED_OTHER_REASON, REJECTED_NODELETE, NON_EXISTING, NOT_ATTEMPTED, AWAITING_REPORT ->
          new Push.Refused(
              Optional.ofNullable(update.getMessage())
                  .orElseGet(() -> update.getStatus().toString()));
    };
  }

  /** How a push ended. */
  sealed interface Push {
    record Done() implements Push {}

    /** The branch is not at that commit any more. */
    record Moved() implements Push {}

    /** In the remote's own words. */
    record Refused(String why) implements Push {}
  }

  private interface Call<T> {
    T on(Transport transport, Cancellation cancellation) throws IOException;
  }

  /** Socket reads time out by themselves; the deadline also bounds a remote that drips bytes. */
  private <T> T bounded(String verb, Call<T> call) {
    Cancellation cancellation = new Cancellation();
    FutureTask<T> task = new FutureTask<>(() -> connected(call, cancellation));
    Thread.ofVirtual().name(verb).start(task);
    try {
      return task.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      cancellation.cancelled = true;
      task.cancel(true);
      throw new RepositoryException(
          "%s did not answer within %d s; nothing was taken over from it"
              .formatted(address.shown(), deadline.toSeconds()));
    } catch (ExecutionException e) {
      throw unreachable(verb, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException("interrupted: %s %s".formatted(verb, address.shown()), e);
    }
  }

  private <T> T connected(Call<T> call, Cancellation cancellation) throws IOException {
    try (Transport transport = Transport.open(repository, address.uri())) {
      // A moment longer, so that it is the deadline that says what happened.
      transport.setTimeout(Math.toIntExact(deadline.toSeconds() + 1));
      login.apply(transport);
      return call.on(transport, cancellation);
    }
  }

  private void refuseFailed(TrackingRefUpdate update) {
    if (MirrorStore.failed(update.getResult())) {
      throw new RepositoryException(
          "could not take over %s from %s: %s"
              .formatted(update.getRemoteName(), address.shown(), update.getResult()));
    }
  }

  private RepositoryException unreachable(String verb, Throwable cause) {
    String why = Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    String hint =
        why.contains("not authorized")
                || why.contains("Auth fail")
                || why.contains("CredentialsProvider")
            ? "; check the token or key (SKEP_ESTATE_TOKEN, SKEP_ESTATE_KEY_FILE)"
            : "";
    return new RepositoryException(
        "cannot %s %s: %s%s".formatted(verb, address.shown(), why, hint), cause);
  }

  private static final class Cancellation extends EmptyProgressMonitor {
    private volatile boolean cancelled;

    @Override
    public boolean isCancelled() {
      return cancelled;
    }
  }
}
