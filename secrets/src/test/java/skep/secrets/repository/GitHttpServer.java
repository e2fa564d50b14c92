package skep.secrets.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Git's own {@code http-backend} behind a server that asks for a user and a token. */
final class GitHttpServer implements AutoCloseable {
  private final HttpServer server;
  private final Path root;
  private final String expected;
  private final List<Integer> statuses = new CopyOnWriteArrayList<>();

  GitHttpServer(Path root, String user, String token) throws IOException {
    this.root = root;
    this.expected =
        "Basic " + Base64.getEncoder().encodeToString((user + ":" + token).getBytes(UTF_8));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String address(String path) {
    return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), path);
  }

  /** What was answered so far. */
  List<Integer> statuses() {
    return List.copyOf(statuses);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        statuses.add(401);
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"estate\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      answer(exchange, backend(exchange));
    }
  }

  private byte[] backend(HttpExchange exchange) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    var environment = builder.environment();
    environment.put("GIT_PROJECT_ROOT", root.toString());
    environment.put("GIT_HTTP_EXPORT_ALL", "1");
    environment.put("REMOTE_USER", "skep"); // who is signed in may push
    environment.put("REQUEST_METHOD", exchange.getRequestMethod());
    environment.put("PATH_INFO", exchange.getRequestURI().getPath());
    environment.put("QUERY_STRING", String.valueOf(exchange.getRequestURI().getQuery()));
    header(exchange, "Content-Type", "CONTENT_TYPE", builder);
    header(exchange, "Content-Encoding", "HTTP_CONTENT_ENCODING", builder);
    header(exchange, "Git-Protocol", "GIT_PROTOCOL", builder);
    byte[] body = exchange.getRequestBody().readAllBytes();
    environment.put("CONTENT_LENGTH", Integer.toString(body.length));
    Process process = builder.start();
    Thread.startVirtualThread(() -> {
      try (var in = process.getOutputStream()) {
        in.write(body);
      } catch (IOException hungUp) {
        process.destroy();
      }
    });
    return process.getInputStream().readAllBytes();
  }

  private static void header(
      HttpExchange exchange, String header, String variable, ProcessBuilder builder) {
    String value = exchange.getRequestHeaders().getFirst(header);
    if (value != null) {
      builder.environment().put(variable, value);
    }
  }

  /** A CGI answer: header lines, an empty line, the body. */
  private void answer(HttpExchange exchange, byte[] output) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(output);
    int status = 200;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      String[] parts = line.split(": ", 2);
      if (parts[0].equals("Status")) {
        status = Integer.parseInt(parts[1].substring(0, 3));
      } else {
        exchange.getResponseHeaders().add(parts[0], parts[1]);
      }
    }
    byte[] body = in.readAllBytes();
    statuses.add(status);
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static String line(ByteArrayInputStream in) {
    byte[] line = new byte[4096];
    int length = 0;
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line[length++] = (byte) c;
      }
    }
    return new String(Arrays.copyOf(line, length), UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
