package skep.secrets.desk;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import skep.secrets.desk.oidc.SignIn;

/** The Secrets desk, served: the page at {@code /}, what it talks to below {@code /api}. */
public final class Desk implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private Desk(HttpServer server) {
    this.server = server;
  }

  /**
   * @param port on all addresses of this machine; 0 takes a free one
   * @param signIn empty where only one-time links let people in
   */
  public static Desk serve(
      int port,
      DeskOptions options,
      DeskWork work,
      Optional<SignIn> signIn,
      Links links,
      InstantSource clock) {
    try {
      Desk desk = new Desk(HttpServer.create(new InetSocketAddress(port), 0));
      Guard guard = new Guard(clock);
      Door door =
          new Door(work, new Door.Ways(signIn, links), new Sessions(clock), guard, options, clock);
      desk.server.setExecutor(desk.threads);
      desk.server.createContext(
          "/", new DeskHandler(work, door, new Api(work, guard), guard, new Shield(options)));
      desk.server.start();
      return desk;
    } catch (IOException e) {
      throw new UncheckedIOException("the desk's port %d cannot be taken".formatted(port), e);
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
