package skep.deploy.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An empty Swarm on a unix socket, as far as {@code docker stack deploy} looks: it accepts every
 * object and keeps the bodies. Every external network, secret and config exists; an object's id is
 * {@value #ID_PREFIX} and its name.
 */
final class RecordingEngine implements AutoCloseable {
  static final String ID_PREFIX = "id-of-";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What was asked for with a body: {@code networks}, {@code secrets}, … */
  record Creation(String section, JsonNode body) {}

  private final String apiVersion;
  private final ServerSocketChannel server;
  private final List<Creation> creations = new CopyOnWriteArrayList<>();

  private RecordingEngine(String apiVersion, ServerSocketChannel server) {
    this.apiVersion = apiVersion;
    this.server = server;
  }

  static RecordingEngine at(Path socket, String apiVersion) {
    try {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(socket));
      RecordingEngine engine = new RecordingEngine(apiVersion, server);
      Thread.ofVirtual().start(engine::accept);
      return engine;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Creation> creations() {
    return List.copyOf(creations);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel connection = server.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      }
    } catch (ClosedChannelException closed) {
      return;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(SocketChannel connection) {
    try (connection) {
      HttpExchange.serve(connection, apiVersion, this::answer);
    } catch (IOException hungUp) {
      return;
    }
  }

  /** Status and body for a request; the path is without version prefix. */
  private HttpExchange.Answer answer(String method, String path, String query, byte[] body)
      throws IOException {
    if (method.equals("POST") && path.endsWith("/create")) {
      return created(path.split("/")[1], JSON.readTree(body));
    }
    return switch (path) {
      case "/_ping" -> new HttpExchange.Answer(200, "OK");
      case "/info" -> ok(JSON.readTree("{\"Swarm\":{\"ControlAvailable\":true}}"));
      case "/version" -> ok(JSON.createObjectNode().put("ApiVersion", apiVersion));
      case "/networks", "/services" -> ok(JSON.createArrayNode());
      case "/secrets", "/configs" -> ok(named(query));
      default -> found(path);
    };
  }

  private HttpExchange.Answer created(String section, JsonNode body) {
    creations.add(new Creation(section, body));
    return new HttpExchange.Answer(
        201, JSON.createObjectNode().put("ID", ID_PREFIX + body.path("Name").asText()).toString());
  }

  private static HttpExchange.Answer found(String path) {
    if (path.startsWith("/networks/")) {
      String name = path.substring("/networks/".length());
      return ok(JSON.createObjectNode().put("Name", name).put("Scope", "swarm"));
    }
    return new HttpExchange.Answer(404, "{\"message\":\"not found\"}");
  }

  /** One object for every name the filter asks for. */
  private static ArrayNode named(String query) throws IOException {
    String filters = URLDecoder.decode(query.replace("filters=", ""), StandardCharsets.UTF_8);
    ArrayNode objects = JSON.createArrayNode();
    JSON.readTree(filters)
        .path("name")
        .fieldNames()
        .forEachRemaining(name -> {
          ObjectNode object = objects.addObject().put("ID", ID_PREFIX + name);
          object.putObject("Spec").put("Name", name);
        });
    return objects;
  }

  private static HttpExchange.Answer ok(JsonNode body) {
    return new HttpExchange.Answer(200, body.toString());
  }
}
