package skep.deploy.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import skep.deploy.plan.image.ImageReference;

/**
 * The bodies that make a stack, from the CLI's requests or from a {@link DesiredStack}, brought to
 * one writing so that they compare as text. What is made equal, and why:
 *
 * <ul>
 *   <li>null, "", and empty lists are left out, and so is false but for {@code Init}: all other
 *       fields of the engine's types are no pointers, so it reads them as absent;
 *   <li>ids of secrets and configs are left out, or (credential spec) read as names: only the Swarm
 *       knows them;
 *   <li>{@code CheckDuplicate} is left out: engines from API 1.44 on do it always;
 *   <li>empty {@code Data} is left out: the CLI sends it for secrets of a driver.
 * </ul>
 */
final class Bodies {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();
  private static final List<String> IGNORED = List.of("SecretID", "ConfigID", "CheckDuplicate");
  private static final List<String> SECTIONS =
      List.of("networks", "secrets", "configs", "services");

  private Bodies() {}

  static String of(List<RecordingEngine.Creation> creations) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    SECTIONS.forEach(all::putArray);
    creations.forEach(made -> ((ArrayNode) all.get(made.section())).add(made.body()));
    return written(all);
  }

  static String of(DesiredStack stack) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    SECTIONS.forEach(all::putArray);
    stack.networks().stream()
        .filter(network -> !network.external())
        .forEach(network -> ((ArrayNode) all.get("networks")).add(network.spec()));
    stack.secrets().stream()
        .filter(secret -> !secret.external())
        .forEach(
            secret -> ((ArrayNode) all.get("secrets")).add(file(secret.spec(), secret.value())));
    stack.configs().stream()
        .filter(config -> !config.external())
        .forEach(
            config -> ((ArrayNode) all.get("configs")).add(file(config.spec(), config.value())));
    stack.services().forEach(service -> ((ArrayNode) all.get("services")).add(tagged(service)));
    return written(all);
  }

  static String read(Path file) {
    try {
      return written((ObjectNode) JSON.readTree(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A desired service has its image as written; unresolved it is sent with its tag. */
  private static ObjectNode tagged(DesiredService service) {
    ObjectNode spec = service.spec().deepCopy();
    ObjectNode container = (ObjectNode) spec.at("/TaskTemplate/ContainerSpec");
    String image = container.path("Image").asText();
    container.put("Image", ImageReference.parse(image).tagged());
    return spec;
  }

  private static ObjectNode file(
      ObjectNode spec, java.util.Optional<skep.secrets.redaction.SecretValue> value) {
    ObjectNode body = spec.deepCopy();
    value.ifPresent(v -> body.put("Data", Base64.getEncoder().encodeToString(v.reveal())));
    return body;
  }

  private static String written(ObjectNode all) {
    try {
      ObjectNode sorted = JsonNodeFactory.instance.objectNode();
      SECTIONS.forEach(section -> sorted.set(section, byName(all.path(section))));
      return JSON.writeValueAsString(sorted) + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ArrayNode byName(JsonNode bodies) {
    List<JsonNode> sorted = new ArrayList<>();
    bodies.forEach(body -> sorted.add(plain("", body)));
    sorted.sort(Comparator.comparing(body -> body.path("Name").asText()));
    return JsonNodeFactory.instance.arrayNode().addAll(sorted);
  }

  private static JsonNode plain(String key, JsonNode node) {
    if (node.isObject()) {
      TreeMap<String, JsonNode> fields = new TreeMap<>();
      node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      fields.forEach((name, value) -> {
        if (counts(key, name, value)) {
          object.set(name, plain(name, value));
        }
      });
      return object;
    }
    if (node.isArray()) {
      return JsonNodeFactory.instance
          .arrayNode()
          .addAll(StreamSupport.stream(node.spliterator(), false).map(n -> plain(key, n)).toList());
    }
    if (node.isNumber()) {
      return DecimalNode.valueOf(
          new BigDecimal(node.decimalValue().stripTrailingZeros().toPlainString()));
    }
    if (key.equals("Config") && node.asText().startsWith(RecordingEngine.ID_PREFIX)) {
      return JsonNodeFactory.instance.textNode(
          node.asText().substring(RecordingEngine.ID_PREFIX.length()));
    }
    return node;
  }

  /** Labels and options are texts of the writer's own: an empty one there is a value. */
  private static boolean counts(String parent, String name, JsonNode value) {
    if (List.of("Labels", "Options", "DriverOpts", "Sysctls").contains(parent)) {
      return true;
    }
    boolean empty =
        value.isNull()
            || (value.isTextual() && value.asText().isEmpty())
            || (value.isArray() && value.isEmpty())
            || (value.isBoolean() && !value.asBoolean() && !name.equals("Init"));
    return !empty && !IGNORED.contains(name);
  }
}
