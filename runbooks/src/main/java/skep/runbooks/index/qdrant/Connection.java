package skep.runbooks.index.qdrant;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;

import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.qdrant.client.QdrantGrpcClient;
import io.qdrant.client.grpc.CollectionsGrpc.CollectionsFutureStub;
import io.qdrant.client.grpc.PointsGrpc.PointsFutureStub;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Function;
import skep.runbooks.index.PassageIndex.IndexException;

/**
 * To one server. Whatever is asked over it ends in time, with an answer or with words for a person.
 * Of the client's two faces it is the one below: the one above writes every refusal with its stack
 * into the log, and there it is told already.
 */
final class Connection implements AutoCloseable {
  /** Below the 15 minutes after which a Swarm's load balancer forgets silent connections. */
  private static final int SILENT_MINUTES = 5;

  /** The longest passages a search can find; gRPC itself would stop reading at 4 MB. */
  private static final int MOST_ANSWERED = 64 << 20;

  private final QdrantOptions options;
  private final Deadlines deadlines;
  private final QdrantErrors errors;
  private QdrantGrpcClient client;
  private boolean closed;

  Connection(QdrantOptions options, Deadlines deadlines) {
    this.options = options;
    this.deadlines = deadlines;
    this.errors = new QdrantErrors(options);
    this.client = client(options);
  }

  private static QdrantGrpcClient client(QdrantOptions options) {
    ManagedChannelBuilder<?> channel =
        ManagedChannelBuilder.forAddress(options.host(), options.port())
            .idleTimeout(SILENT_MINUTES, MINUTES)
            .maxInboundMessageSize(MOST_ANSWERED);
    if (options.tls()) {
      channel.useTransportSecurity();
    } else {
      channel.usePlaintext();
    }
    QdrantGrpcClient.Builder client = QdrantGrpcClient.newBuilder(channel.build(), true, false);
    options.apiKey().ifPresent(client::withApiKey);
    return client.build();
  }

  QdrantErrors errors() {
    return errors;
  }

  /**
   * @param doing what for: {@code search in skep-runbooks}
   */
  <A> A readPoints(String doing, Function<PointsFutureStub, Future<A>> call) {
    return required(doing, deadlines.reading(), points(deadlines.reading(), call));
  }

  /** As {@link #readPoints}; nothing where there is no such collection. */
  <A> Optional<A> pointsIfThere(String doing, Function<PointsFutureStub, Future<A>> call) {
    return ifThere(doing, deadlines.reading(), points(deadlines.reading(), call));
  }

  <A> A changePoints(String doing, Function<PointsFutureStub, Future<A>> call) {
    return required(doing, deadlines.changing(), points(deadlines.changing(), call));
  }

  <A> A readCollections(String doing, Function<CollectionsFutureStub, Future<A>> call) {
    return required(doing, deadlines.reading(), collections(deadlines.reading(), call));
  }

  /** As {@link #readCollections}; nothing where there is no such collection. */
  <A> Optional<A> collectionIfThere(String doing, Function<CollectionsFutureStub, Future<A>> call) {
    return ifThere(doing, deadlines.reading(), collections(deadlines.reading(), call));
  }

  <A> A changeCollections(String doing, Function<CollectionsFutureStub, Future<A>> call) {
    return required(doing, deadlines.changing(), collections(deadlines.changing(), call));
  }

  private static <A> Function<QdrantGrpcClient, Future<A>> points(
      Duration within, Function<PointsFutureStub, Future<A>> call) {
    return over -> call.apply(over.points().withDeadlineAfter(within.toMillis(), MILLISECONDS));
  }

  private static <A> Function<QdrantGrpcClient, Future<A>> collections(
      Duration within, Function<CollectionsFutureStub, Future<A>> call) {
    return over ->
        call.apply(over.collections().withDeadlineAfter(within.toMillis(), MILLISECONDS));
  }

  private <A> A required(
      String doing, Duration within, Function<QdrantGrpcClient, Future<A>> call) {
    try {
      return answer(doing, call);
    } catch (ExecutionException e) {
      throw errors.translated(doing, within, Status.fromThrowable(e), e);
    }
  }

  private <A> Optional<A> ifThere(
      String doing, Duration within, Function<QdrantGrpcClient, Future<A>> call) {
    try {
      return Optional.of(answer(doing, call));
    } catch (ExecutionException e) {
      Status status = Status.fromThrowable(e);
      if (status.getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw errors.translated(doing, within, status, e);
    }
  }

  private <A> A answer(String doing, Function<QdrantGrpcClient, Future<A>> call)
      throws ExecutionException {
    QdrantGrpcClient used = current();
    Future<A> answer = call.apply(used);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IndexException("could not %s: Skep is being stopped".formatted(doing), e);
    } catch (ExecutionException e) {
      if (Status.fromThrowable(e).getCode() == Status.Code.UNAVAILABLE) {
        renew(used);
      }
      throw e;
    }
  }

  private synchronized QdrantGrpcClient current() {
    return client;
  }

  /**
   * A channel whose server was away fails every call without a try, for up to two minutes after the
   * server is back; a new one tries with the next call.
   */
  private synchronized void renew(QdrantGrpcClient failed) {
    if (!closed && client.equals(failed)) {
      client.channel().shutdown();
      client = client(options);
    }
  }

  /** Calls under way end with an error: who closes has no more use for their answers. */
  @Override
  public synchronized void close() {
    closed = true;
    client.channel().shutdownNow();
  }
}
