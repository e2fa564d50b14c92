package skep.bot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A manager of an empty Swarm behind a Unix socket, as far as looking needs one: the training run
 * must meet an engine that answers, or the start-up cache lacks what reading answers takes.
 */
final class TrainingEngine implements AutoCloseable {
  private static final Pattern REQUEST = Pattern.compile("GET (?:/v[0-9.]+)?(/[a-z_]+)(/\\S+)?");

  private final Path socket;
  private final ServerSocketChannel server;

  private TrainingEngine(Path socket, ServerSocketChannel server) {
    this.socket = socket;
    this.server = server;
  }

  static TrainingEngine start(Path socket) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    TrainingEngine engine = new TrainingEngine(socket, server);
    Thread.ofVirtual().name("training-engine").start(engine::serve);
    return engine;
  }

  String address() {
    return "unix://" + socket;
  }

  private void serve() {
    try {
      while (true) {
        try (SocketChannel client = server.accept()) {
          answer(client);
        }
      }
    } catch (IOException e) {
      // Closed: the training is over.
      return;
    }
  }

  /** One request a connection: all requests of a look are small and without a body. */
  private static void answer(SocketChannel client) throws IOException {
    StringBuilder request = new StringBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(8192);
    while (request.indexOf("\r\n\r\n") < 0 && client.read(buffer) >= 0) {
      request.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
      buffer.clear();
    }
    Matcher asked = REQUEST.matcher(request);
    boolean listed = asked.lookingAt() && asked.group(2) == null;
    String body = listed ? body(asked.group(1)) : "{\"message\":\"not found\"}";
    String response =
        "HTTP/1.1 %s\r\nApi-Version: 1.41\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
            .formatted(listed ? "200 OK" : "404 Not Found", body.length(), body);
    client.write(ByteBuffer.wrap(response.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String body(String path) {
    return switch (path) {
      case "/_ping" -> "\"OK\"";
      case "/info" ->
          "{\"ServerVersion\":\"0\",\"Swarm\":{\"NodeID\":\"n\",\"ControlAvailable\":true,\"Cluster\":{\"ID\":\"c\"}}}";
      case "/volumes" -> "{\"Volumes\":[]}";
      default -> "[]";
    };
  }

  @Override
  public void close() {
    try {
      server.close();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
