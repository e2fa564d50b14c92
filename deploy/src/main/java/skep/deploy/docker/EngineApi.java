package skep.deploy.docker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import skep.deploy.swarm.EngineException;

/** Requests at one agreed API version whose answers are JSON or an {@link EngineException}. */
final class EngineApi {
  private static final Logger LOG = LoggerFactory.getLogger(EngineApi.class);

  private final Connection connection;
  private final Duration deadline;
  private final ApiVersion version;
  private final ObjectMapper json = new ObjectMapper();
  private final EngineErrors errors = new EngineErrors(json);

  /** Agrees on a version with whoever answers. */
  EngineApi(Connection connection, Duration deadline) {
    this.connection = connection;
    this.deadline = deadline;
    var ping = connection.exchange("", Call.get("/_ping"), deadline);
    this.version = ApiVersion.negotiate(checked(ping, errors::toException).apiVersion().orElse(""));
  }

  ApiVersion version() {
    return version;
  }

  JsonNode read(Call call) {
    return tree(exchange(call, deadline));
  }

  JsonNode write(Call call) {
    LOG.debug("{} {}", call.method(), call.path());
    return read(call);
  }

  <T> List<T> list(Call call, Function<JsonNode, T> parse) {
    return children(read(call)).map(parse).toList();
  }

  /** Empty for 404, and for text that only matches beginnings of several ids. */
  Optional<JsonNode> find(String path, String idOrName) {
    return idOrName.isEmpty() ? Optional.empty() : find(Call.get(path + Call.encode(idOrName)));
  }

  Optional<JsonNode> find(Call call) {
    try {
      return Optional.of(read(call));
    } catch (EngineException.NotFound e) {
      return Optional.empty();
    } catch (EngineException.Rejected e) {
      if (e.getMessage().contains("ambiguous")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The answer's bytes, where they are no JSON. */
  Connection.Answer exchange(Call call, Duration limit) {
    return checked(connection.exchange(prefix(), call, limit), errors::toException);
  }

  /** A question the engine passes on to a registry. */
  JsonNode askRegistry(Call call) {
    var answer = connection.exchange(prefix(), call, deadline);
    return tree(checked(answer, errors::toRegistryException));
  }

  /** An answer that never ends by itself. */
  Response open(Call call) {
    return connection.open(prefix(), call);
  }

  private static Connection.Answer checked(Connection.Answer answer, ErrorReading otherwise) {
    if (!answer.ok()) {
      throw otherwise.toException(answer.status(), answer.body());
    }
    return answer;
  }

  private interface ErrorReading {
    EngineException toException(int status, byte[] body);
  }

  private JsonNode tree(Connection.Answer answer) {
    try {
      return json.readTree(answer.body());
    } catch (IOException e) {
      throw new EngineException.Unreachable("the engine's answer is not JSON", e);
    }
  }

  byte[] bytes(ObjectNode spec) {
    try {
      return json.writeValueAsBytes(spec);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree that cannot be written", e);
    }
  }

  Call labelled(String path, Map<String, String> labels) {
    var terms = new ArrayList<String>();
    labels.forEach((name, value) -> terms.add(value.isEmpty() ? name : name + "=" + value));
    return terms.isEmpty() ? Call.get(path) : filtered(path, "label", terms);
  }

  Call filtered(String path, String filter, List<String> values) {
    var filters = json.createObjectNode();
    var list = filters.putArray(filter);
    values.forEach(list::add);
    return Call.get(path).query("filters", filters.toString());
  }

  static boolean matches(Map<String, String> labels, Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(w ->
            labels.containsKey(w.getKey())
                && (w.getValue().isEmpty() || labels.get(w.getKey()).equals(w.getValue())));
  }

  static List<String> warnings(JsonNode answer) {
    return children(answer.path("Warnings")).map(JsonNode::asText).toList();
  }

  static Stream<JsonNode> children(JsonNode list) {
    return list.valueStream();
  }

  String prefix() {
    return "/v" + version;
  }
}
