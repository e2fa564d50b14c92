package skep.deploy.bucket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A source's last success, put beside restic's own folders as {@code skep/heartbeat-<source>.json},
 * so that something outside the cluster notices silence: it is late once {@code due} has passed.
 *
 * @param success when the backup was proven good
 * @param due when the next one has to have succeeded; empty where none is planned
 */
public record Heartbeat(String source, Instant success, Optional<Instant> due) {
  private static final Pattern SOURCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
  private static final ObjectMapper JSON = new ObjectMapper();

  public Heartbeat {
    key(source);
  }

  public static String key(String source) {
    if (!SOURCE.matcher(source).matches()) {
      throw new IllegalArgumentException("'%s' is no name of a source".formatted(source));
    }
    return RepositoryFolder.SKEP.keys() + "heartbeat-" + source + ".json";
  }

  public void write(RepositoryObjects objects) {
    objects.put(key(source), json().getBytes(StandardCharsets.UTF_8));
  }

  /** Empty where there never was one, or where what lies there is none. */
  public static Optional<Heartbeat> read(RepositoryObjects objects, String source) {
    return objects.read(key(source)).flatMap(content -> parse(source, content));
  }

  /** {@code {"source":"core","success":"2026-11-01T02:15:40Z","due":"…"}}. */
  public String json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("source", source)
            .put("success", success.toString());
    due.ifPresent(moment -> json.put("due", moment.toString()));
    try {
      return JSON.writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts can always be written", e);
    }
  }

  private static Optional<Heartbeat> parse(String source, byte[] content) {
    try {
      JsonNode json = JSON.readTree(content);
      Optional<Instant> due =
          json.hasNonNull("due")
              ? Optional.of(Instant.parse(json.path("due").asText()))
              : Optional.empty();
      return Optional.of(new Heartbeat(source, Instant.parse(json.path("success").asText()), due));
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
