package skep.bot.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * {@code GET /health/live}: 200 as long as the program answers at all; what does not is to be ended
 * and started anew. {@code GET /health/ready}: 200 while people can talk to the bot, else 503 with
 * the reason. Not ready is no ground for ending it: it may be deploying the chat server. Plain
 * text.
 */
public final class HealthServer implements AutoCloseable {
  private static final String HEALTH = "/health/";

  static final String LIVE = HEALTH + "live";
  static final String READY = HEALTH + "ready";
  static final String METRICS = "/metrics";

  /** What answers to questions have cost today. */
  public static final String BUDGET = "budget";

  /** Which commit of the runbooks is searched, and since when that is the newest. */
  public static final String RUNBOOKS = "runbooks";

  private final HttpServer server;
  private final UnaryOperator<String> redaction;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private HealthServer(HttpServer server, UnaryOperator<String> redaction) {
    this.server = server;
    this.redaction = redaction;
  }

  /**
   * @param port on all addresses of this machine; 0 takes a free one
   * @param redaction takes known secret values out of a text
   */
  public static HealthServer start(
      int port, Health health, Metrics metrics, UnaryOperator<String> redaction) {
    try {
      var server = new HealthServer(HttpServer.create(new InetSocketAddress(port), 0), redaction);
      server.serve(health, metrics);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "SKEP_HEALTH_PORT: port %d cannot be taken".formatted(port), e);
    }
  }

  private void serve(Health health, Metrics metrics) {
    server.setExecutor(threads);
    server.createContext(LIVE, exchange -> answer(exchange, LIVE, new Answer(200, "live")));
    server.createContext(
        READY,
        exchange -> {
          Answer answer = Answer.of(health.state());
          answer(exchange, READY, redacted(answer));
        });
    server.createContext(
        METRICS, exchange -> answer(exchange, METRICS, new Answer(200, metrics.text().strip())));
    server.start();
  }

  private Answer redacted(Answer answer) {
    return new Answer(answer.status, redaction.apply(answer.text));
  }

  /**
   * Serves something the bot knows, below {@code /health}.
   *
   * @param what one of the names above
   * @param word of it
   */
  public void says(String what, Supplier<Word> word) {
    server.createContext(
        path(what), exchange -> answer(exchange, path(what), redacted(Answer.of(word.get()))));
  }

  static String path(String what) {
    return HEALTH + what;
  }

  /** Serves something else at the same port. */
  public void add(String path, HttpHandler handler) {
    server.createContext(path, handler);
  }

  private record Answer(int status, String text) {
    static Answer of(Word word) {
      return new Answer(word.isWell() ? 200 : 503, word.text());
    }

    static Answer of(Health.State state) {
      return switch (state) {
        case Health.State.Hearing(var since) -> new Answer(200, "ready since " + since);
        case Health.State.Deaf(var why, var since) ->
            new Answer(503, "not ready since %s: %s".formatted(since, why));
        case Health.State.Ending(var since) -> new Answer(503, "ending since " + since);
      };
    }
  }

  /** A context takes everything below its path, and any method. */
  private static void answer(HttpExchange exchange, String path, Answer answer) throws IOException {
    try (exchange) {
      boolean asked = exchange.getRequestURI().getPath().equals(path);
      boolean read = exchange.getRequestMethod().equals("GET");
      int status = asked ? read ? answer.status : 405 : 404;
      byte[] body =
          (status == answer.status ? answer.text + "\n" : "").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
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
