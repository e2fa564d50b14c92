package skep.deploy.bucket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Stands before an S3 server and hands everything on as it came, but for the faults a test injects.
 * {@code Host} stays the client's, so that its signature holds.
 */
public final class FaultProxy implements AutoCloseable {
  private final InetSocketAddress server;
  private final InetSocketAddress address;
  private final AtomicReference<ServerSocket> listening = new AtomicReference<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final List<Injection> injections = new CopyOnWriteArrayList<>();
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final AtomicReference<Optional<R2Rules>> rules = new AtomicReference<>(Optional.empty());

  private FaultProxy(InetSocketAddress server, InetAddress host) throws IOException {
    this.server = server;
    ServerSocket first = bind(new InetSocketAddress(host, 0));
    this.address = new InetSocketAddress(host, first.getLocalPort());
    accept(first);
  }

  public static FaultProxy before(S3Server server) {
    return before(server, "127.0.0.1");
  }

  /**
   * @param host address of this machine that it listens at
   */
  public static FaultProxy before(S3Server server, String host) {
    try {
      URI endpoint = server.endpoint();
      return new FaultProxy(
          new InetSocketAddress(endpoint.getHost(), endpoint.getPort()),
          InetAddress.getByName(host));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI endpoint() {
    return URI.create(
        "http://%s:%d".formatted(address.getAddress().getHostAddress(), address.getPort()));
  }

  /** From now on, to every such request, until {@link #heal}. */
  public Injection inject(Fault fault, Predicate<S3Request> which) {
    return inject(fault, which, Integer.MAX_VALUE);
  }

  /** To the next so many such requests. Of two faults for one request, the older happens. */
  public Injection inject(Fault fault, Predicate<S3Request> which, int times) {
    var injection = new Injection(fault, which, times);
    injections.add(injection);
    return injection;
  }

  /** Refuses what R2 refuses: unequal parts, bodies without a checksum or with one behind them. */
  public void refuseAsR2() {
    rules.set(Optional.of(new R2Rules()));
  }

  /** No faults any more, and no rules of R2's. */
  public void heal() {
    injections.clear();
    rules.set(Optional.empty());
    comeBack();
  }

  /** Resets every connection and takes none: a dead network, until {@link #comeBack}. */
  public void goDark() {
    close(listening.getAndSet(null));
    clients.forEach(Exchanges::reset);
  }

  /** At the same address as before. */
  public void comeBack() {
    if (listening.get() == null) {
      try {
        accept(bind(address));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** {@code GET /bucket/config 200}, in the order of the answers; {@code 000} where none came. */
  public List<String> seen() {
    return List.copyOf(seen);
  }

  @Override
  public void close() {
    goDark();
    threads.close();
  }

  private static ServerSocket bind(InetSocketAddress at) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(at, 256);
    return socket;
  }

  private void accept(ServerSocket socket) {
    listening.set(socket);
    threads.submit(() -> {
      while (!socket.isClosed()) {
        Socket client = socket.accept();
        clients.add(client);
        threads.submit(() -> serve(client));
      }
      return socket;
    });
  }

  private void serve(Socket client) {
    try {
      new Exchanges(client, server, this::fault, seen::add).run();
      client.close();
    } catch (IOException e) {
      // The client, the server or a fault has ended it; each side sees that for itself.
      Exchanges.reset(client);
    } finally {
      clients.remove(client);
    }
  }

  private Optional<Fault> fault(S3Request request) {
    return injections.stream()
        .filter(injection -> injection.happensTo(request))
        .map(Injection::fault)
        .findFirst()
        .or(() -> rules.get().flatMap(r2 -> r2.refuses(request)));
  }

  private static void close(ServerSocket socket) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
