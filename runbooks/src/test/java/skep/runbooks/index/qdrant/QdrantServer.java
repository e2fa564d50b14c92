package skep.runbooks.index.qdrant;

import io.grpc.BindableService;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Qdrant in this process: the calls that Skep makes, over real gRPC, answered from memory as Qdrant
 * 1.18 answers them, in its words. It can be killed and started again over what it holds. A call,
 * or a field of one, that it does not know is answered with UNIMPLEMENTED.
 */
final class QdrantServer implements AutoCloseable {
  private final Store store;
  private final Optional<String> apiKey;
  private final Breakdown breakdown = new Breakdown(this::die);
  private final int port;
  private Server server;

  private QdrantServer(Optional<String> apiKey, boolean keepsMetadata) {
    this.apiKey = apiKey;
    this.store = new Store(keepsMetadata);
    this.server = started(0);
    this.port = server.getPort();
  }

  static QdrantServer start() {
    return new QdrantServer(Optional.empty(), true);
  }

  static QdrantServer withKey(String apiKey) {
    return new QdrantServer(Optional.of(apiKey), true);
  }

  /** As it was before 1.16. */
  static QdrantServer withoutMetadata() {
    return new QdrantServer(Optional.empty(), false);
  }

  private Server started(int at) {
    ServerBuilder<?> builder =
        Grpc.newServerBuilderForPort(at, InsecureServerCredentials.create())
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .intercept(breakdown);
    // The last one is asked first.
    apiKey.ifPresent(key -> builder.intercept(new KeyCheck(key)));
    for (BindableService service : List.of(new CollectionCalls(store), new PointCalls(store))) {
      builder.addService(service);
    }
    try {
      return builder.build().start();
    } catch (IOException e) {
      throw new UncheckedIOException("no port for a test's server", e);
    }
  }

  QdrantOptions options() {
    return QdrantOptions.at("http://localhost:" + port(), apiKey);
  }

  int port() {
    return port;
  }

  /** The server is gone before it does the nth call of this method from now on. */
  void diesBefore(String method, int nth) {
    breakdown.before(method, nth);
  }

  /** As {@link #diesBefore}, but it has done it, and nobody hears of it. */
  void diesAfter(String method, int nth) {
    breakdown.after(method, nth);
  }

  void startAgain() {
    stop();
    server = started(port);
  }

  void stop() {
    die();
    try {
      server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void die() {
    server.shutdownNow();
  }

  Store store() {
    return store;
  }

  Set<String> collections() {
    return store.names();
  }

  /** The methods that were called, in their order. */
  List<String> calls() {
    return breakdown.calls();
  }

  @Override
  public void close() {
    stop();
  }
}
