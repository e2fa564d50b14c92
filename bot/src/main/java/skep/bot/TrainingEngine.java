package skep.bot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A manager of a Swarm behind a Unix socket, as far as a deployment that waits for no task needs
 * one: the training run must meet an engine that answers, or the start-up cache lacks what asking
 * takes.
 */
final class TrainingEngine implements AutoCloseable {
  private static final Pattern REQUEST =
      Pattern.compile("([A-Z]+) (?:/v[0-9.]+)?(/[a-z_]+)(?:/([^ ?/]+))?(/update)?[ ?].*");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path socket;
  private final ServerSocketChannel server;
  private final TrainingObjects objects = new TrainingObjects();

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
          answer(
              new BufferedInputStream(Channels.newInputStream(client)),
              Channels.newOutputStream(client));
        }
      }
    } catch (IOException e) {
      // Closed: the training is over.
      return;
    }
  }

  /** One request a connection. */
  private void answer(InputStream in, OutputStream out) throws IOException {
    Matcher asked = REQUEST.matcher(line(in));
    boolean chunked = false;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      chunked |= header.equalsIgnoreCase("Transfer-Encoding: chunked");
    }
    byte[] sent = chunked ? chunks(in) : new byte[0];
    Optional<JsonNode> found = asked.matches() ? answer(asked, sent) : Optional.empty();
    byte[] body =
        JSON.writeValueAsBytes(
            found.orElseGet(() -> JSON.createObjectNode().put("message", "not found")));
    String head =
        "HTTP/1.1 %s\r\nApi-Version: 1.41\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(found.isPresent() ? "200 OK" : "404 Not Found", body.length);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    out.write(body);
  }

  private Optional<JsonNode> answer(Matcher asked, byte[] sent) throws IOException {
    String kind = asked.group(2);
    Optional<String> name = Optional.ofNullable(asked.group(3));
    return switch (asked.group(1)) {
      case "POST" -> {
        ObjectNode spec = (ObjectNode) JSON.readTree(sent);
        yield Optional.of(
            asked.group(4) == null
                ? objects.create(kind, spec)
                : objects.update(kind, name.orElseThrow(), spec));
      }
      case "DELETE" -> Optional.of(objects.remove(kind, name.orElseThrow()));
      default ->
          name.isPresent()
              ? objects.find(kind, name.get()).map(JsonNode.class::cast)
              : Optional.of(objects.list(kind));
    };
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toString(StandardCharsets.US_ASCII).strip();
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      body.write(in.readNBytes(size));
      line(in);
    }
    line(in);
    return body.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
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
