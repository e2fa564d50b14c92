package skep.bot.local.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The open sockets. Pings a client that was silent for 15 seconds and hangs up after 15 more, as
 * Meteor's server does.
 */
final class DdpServer implements AutoCloseable {
  private static final Duration SILENCE = Duration.ofSeconds(15);

  private record Connection(DdpSession session, Socket socket) {}

  private final DdpMethods methods;
  private final Streams streams;
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
  private final ScheduledExecutorService heartbeat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("ddp-heartbeat").factory());

  DdpServer(ChatStore store, DdpMethods methods, Streams streams) {
    this.methods = methods;
    this.streams = streams;
    store.listen(event -> connections.values().forEach(each -> each.session().tell(event)));
    heartbeat.scheduleWithFixedDelay(this::beat, 1, 1, TimeUnit.SECONDS);
  }

  void serve(WsConfig ws) {
    ws.onConnect(this::open);
    ws.onMessage(ctx -> {
      Connection connection = connections.get(ctx.sessionId());
      if (connection != null) {
        connection.socket().heard();
        connection.session().receive(ctx.message());
      }
    });
    ws.onBinaryMessage(ctx -> ctx.closeSession(1007, "text only"));
    ws.onClose(ctx -> connections.remove(ctx.sessionId()));
    ws.onError(ctx -> connections.remove(ctx.sessionId()));
  }

  private void open(WsContext ctx) {
    ctx.session.setIdleTimeout(Duration.ofMinutes(5));
    Socket socket = new Socket(ctx);
    connections.put(
        ctx.sessionId(), new Connection(new DdpSession(socket, methods, streams), socket));
  }

  /** Cuts every socket without a goodbye, as a broken network does. */
  void cut() {
    connections.values().forEach(connection -> connection.socket().cut());
  }

  int open() {
    return connections.size();
  }

  private void beat() {
    connections.values().forEach(connection -> connection.socket().beat());
  }

  @Override
  public void close() {
    heartbeat.shutdownNow();
  }

  /** One socket; frames leave in the order they were given. */
  private static final class Socket implements DdpSession.Wire {
    private final WsContext ctx;
    private volatile long lastHeard = System.nanoTime();
    private volatile boolean pinged;

    Socket(WsContext ctx) {
      this.ctx = ctx;
    }

    @Override
    public synchronized void send(ObjectNode frame) {
      if (ctx.session.isOpen()) {
        ctx.send(frame.toString());
      }
    }

    @Override
    public void close(int status, String reason) {
      ctx.closeSession(status, reason);
    }

    void cut() {
      ctx.session.disconnect();
    }

    void heard() {
      lastHeard = System.nanoTime();
      pinged = false;
    }

    void beat() {
      long silent = System.nanoTime() - lastHeard;
      if (silent > 2 * SILENCE.toNanos()) {
        close(1000, "silent");
      } else if (silent > SILENCE.toNanos() && !pinged) {
        pinged = true;
        send(Ddp.message("ping"));
      }
    }
  }
}
