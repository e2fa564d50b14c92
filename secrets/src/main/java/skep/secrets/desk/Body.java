package skep.secrets.desk;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import skep.secrets.redaction.SecretValue;
import skep.secrets.repository.CommitId;
import skep.secrets.vault.KeyPath;
import skep.secrets.vault.SecretName;

/** What a request says, as JSON; a wrong one is refused as a whole, and nothing of it repeated. */
final class Body {
  static final ObjectMapper JSON =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(4)
                          .maxStringLength(Request.LARGEST)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  private final ObjectNode fields;

  private Body(ObjectNode fields) {
    this.fields = fields;
  }

  /**
   * @param known all it may say
   */
  static Body of(Request request, String... known) throws IOException {
    boolean json =
        request
            .header("Content-Type")
            .filter(type -> type.startsWith("application/json"))
            .isPresent();
    if (!json) {
      throw new DeskError(415, "The desk takes JSON.");
    }
    JsonNode node = parsed(request.body());
    Set<String> names = Set.of(known);
    if (!(node instanceof ObjectNode fields)
        || fields.properties().stream().anyMatch(field -> !names.contains(field.getKey()))) {
      throw new DeskError(400, "This is not what the desk's page sends.");
    }
    return new Body(fields);
  }

  private static JsonNode parsed(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      throw new DeskError(400, "This is no JSON.");
    }
  }

  String text(String name) {
    JsonNode value = fields.path(name);
    if (!value.isTextual()) {
      throw new DeskError(400, "There is no " + name + " in it.");
    }
    return value.textValue();
  }

  boolean flag(String name) {
    return fields.path(name).asBoolean(false);
  }

  SecretName name() {
    return name(text("path"), Optional.ofNullable(fields.get("key")).map(JsonNode::asText));
  }

  static SecretName name(String path, Optional<String> key) {
    if (path.isBlank() || path.length() > 1000 || key.filter(String::isEmpty).isPresent()) {
      throw new DeskError(400, "This is no name of a secret.");
    }
    return new SecretName(path, key.map(KeyPath::parse));
  }

  CommitId commit() {
    String commit = text("base");
    if (!COMMIT.matcher(commit).matches()) {
      throw new DeskError(400, "This is no commit.");
    }
    return new CommitId(commit);
  }

  /** As text, or any bytes as base64. */
  SecretValue value() {
    if (!fields.has("base64")) {
      return SecretValue.of(text("value"));
    }
    try {
      return SecretValue.of(Base64.getDecoder().decode(text("base64")));
    } catch (IllegalArgumentException e) {
      throw new DeskError(400, "This is no base64.");
    }
  }
}
