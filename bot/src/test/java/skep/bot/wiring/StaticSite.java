package skep.bot.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/** The desk's page on another web server, as somebody would put it there. */
final class StaticSite implements AutoCloseable {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html", "css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");

  private final HttpServer server;
  private final String desk;

  private StaticSite(HttpServer server, String desk) {
    this.server = server;
    this.desk = desk;
  }

  static StaticSite of(VaultTeam team) throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), team.pagePort()), 0);
    StaticSite site = new StaticSite(server, team.address());
    server.createContext("/", site::serve);
    server.start();
    return site;
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String name = path.equals("/") ? "index.html" : path.substring(1);
    try (exchange;
        InputStream file = StaticSite.class.getResourceAsStream("/skep/secrets/desk/ui/" + name)) {
      if (file == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      String text =
          new String(file.readAllBytes(), UTF_8)
              .replace(
                  "name=\"skep-api\" content=\"\"", "name=\"skep-api\" content=\"" + desk + "\"");
      byte[] body = text.getBytes(UTF_8);
      String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
      exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
