package skep.bot.local.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.websocket.api.Callback;

/** The open sockets, each asked when it is silent and hung up on when it stays so. */
final class DdpServer implements AutoCloseable {
  private record Connection(DdpSession session, Socket socket) {}

  private final Manners manners;
  private final DdpMethods methods;
  private final Streams streams;
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
  private final AtomicBoolean cutAtNextSubscription = new AtomicBoolean();
  private final ScheduledExecutorService heartbeat =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("ddp-heartbeat").factory());

  DdpServer(ChatStore store, Manners manners, DdpMethods methods, Streams streams) {
    this.manners = manners;
    this.methods = methods;
    this.streams = streams;
    store.listen(event -> connections.values().forEach(each -> each.session().tell(event)));
    heartbeat.scheduleWithFixedDelay(this::beat, 1, 1, TimeUnit.SECONDS);
  }

  void serve(WsConfig ws) {
    ws.onConnect(this::open);
    ws.onMessage(ctx -> {
      Connection connection = connections.get(ctx.sessionId());
      boolean subscribes = ctx.message().contains("\"sub\"");
      if (subscribes && cutAtNextSubscription.compareAndSet(true, false)) {
        ctx.session.disconnect();
      } else if (connection != null && !connection.socket().deaf) {
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
    Socket socket = new Socket(ctx, manners);
    DdpSession session = new DdpSession(socket, manners, methods, streams);
    connections.put(ctx.sessionId(), new Connection(session, socket));
    session.greet();
  }

  /** Cuts every socket without a goodbye, as a broken network does. */
  void cut() {
    connections.values().forEach(connection -> connection.socket().cut());
  }

  void end(Breakage how) {
    if (how == Breakage.BEFORE_READY) {
      cutAtNextSubscription.set(true);
    }
    connections.values().forEach(connection -> connection.socket().end(how));
  }

  /** How many subscriptions each open connection has. */
  List<Integer> subscriptions() {
    return connections.values().stream().map(each -> each.session().subscriptions()).toList();
  }

  /** Loses all subscriptions and says nothing, as a server does whose inner parts fell apart. */
  void forget() {
    connections.values().forEach(connection -> connection.session().forget());
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
    private final Manners manners;
    private volatile long lastHeard = System.nanoTime();
    private volatile boolean silentSoFar = true;
    private volatile boolean pinged;
    private volatile boolean deaf;

    Socket(WsContext ctx, Manners manners) {
      this.ctx = ctx;
      this.manners = manners;
    }

    @Override
    public synchronized void send(ObjectNode frame) {
      if (ctx.session.isOpen() && !deaf) {
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

    void end(Breakage how) {
      switch (how) {
        case CLOSE -> close(1001, "going away");
        case RESET, BEFORE_READY -> cut();
        case HALF_OPEN -> deaf = true;
        case MID_MESSAGE -> {
          ctx.session.sendPartialText("{\"msg\":\"changed\",\"collection\":", false, Callback.NOOP);
          cut();
        }
      }
    }

    void heard() {
      lastHeard = System.nanoTime();
      silentSoFar = false;
      pinged = false;
    }

    void beat() {
      long silent = System.nanoTime() - lastHeard;
      long patience = manners.silence().toNanos();
      if (silent > 2 * patience) {
        close(manners.silentStatus(), "silent");
      } else if ((silent > patience || (silentSoFar && manners.asksAtOnce())) && !pinged) {
        pinged = true;
        send(Ddp.message("ping"));
      }
    }
  }
}
