package skep.deploy.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import skep.deploy.plan.Plan.Change;
import skep.deploy.plan.Plan.Drift;
import skep.deploy.plan.Plan.Effect;
import skep.deploy.plan.Plan.Field;
import skep.deploy.plan.Plan.Kind;
import skep.deploy.plan.Plan.Lint;
import skep.deploy.plan.Plan.ObjectKind;
import skep.deploy.plan.Plan.Options;
import skep.deploy.plan.Plan.ResolveImage;
import skep.secrets.repository.CommitId;

/** A plan as the JSON its record in the Swarm holds, with the version of that format. */
public final class PlanJson {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private PlanJson() {}

  public static byte[] write(Plan plan) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT);
    root.put("id", plan.id());
    switch (plan.kind()) {
      case Kind.Deploy() -> {}
      case Kind.Rollback(int release) -> root.put("rollback", release);
    }
    root.put("stack", plan.stack());
    root.put("commit", plan.commit().sha());
    root.put("swarm", plan.swarmId());
    root.put("policy", plan.policy());
    root.put("made", plan.made().toString());
    root.put("expires", plan.expires().toString());
    options(root.putObject("options"), plan.options());
    each(root, "changes", plan.changes(), PlanJson::change);
    each(root, "drift", plan.drift(), PlanJson::drift);
    each(root, "lints", plan.lints(), PlanJson::lint);
    texts(root, "warnings", plan.warnings());
    ObjectNode base = root.putObject("base");
    new TreeMap<>(plan.base()).forEach(base::put);
    try {
      return JSON.writeValueAsBytes(root);
    } catch (IOException impossible) {
      throw new UncheckedIOException("a JSON tree always writes", impossible);
    }
  }

  /**
   * @throws IllegalArgumentException where it is no plan, or one of a newer format
   */
  public static Plan read(byte[] json) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException broken) {
      throw new IllegalArgumentException("not a plan: no JSON", broken);
    }
    if (root.path("format").asInt() != FORMAT) {
      throw new IllegalArgumentException(
          "not a plan of format %d but of '%s': it was made by another version of Skep; plan again"
              .formatted(FORMAT, root.path("format").asText()));
    }
    return new Plan(
        root.path("id").asText(),
        root.has("rollback") ? new Kind.Rollback(root.path("rollback").asInt()) : new Kind.Deploy(),
        root.path("stack").asText(),
        new CommitId(root.path("commit").asText()),
        list(root.path("changes"), PlanJson::change),
        list(root.path("drift"), PlanJson::drift),
        list(root.path("lints"), PlanJson::lint),
        list(root.path("warnings"), JsonNode::asText),
        base(root.path("base")),
        root.path("swarm").asText(),
        root.path("policy").asText(),
        options(root.path("options")),
        Instant.parse(root.path("made").asText()),
        Instant.parse(root.path("expires").asText()));
  }

  private static void options(ObjectNode node, Options options) {
    node.put("resolve", options.resolveImage().name());
    node.put("allowUnset", options.allowUnset());
    node.put("detach", options.detach());
    options.service().ifPresent(service -> node.put("service", service));
  }

  private static Options options(JsonNode node) {
    return new Options(
        ResolveImage.valueOf(node.path("resolve").asText()),
        node.path("allowUnset").asBoolean(),
        node.path("detach").asBoolean(),
        text(node, "service"));
  }

  private static void change(ObjectNode node, Change change) {
    node.put("kind", change.kind().name());
    node.put("name", change.name());
    node.put("action", change.action().name());
    each(node, "fields", change.fields(), PlanJson::field);
    change.effect().ifPresent(effect -> effect(node.putObject("effect"), effect));
    change.spec().ifPresent(spec -> node.set("spec", spec));
    texts(node, "after", change.dependsOn());
  }

  private static Change change(JsonNode node) {
    return new Change(
        ObjectKind.valueOf(node.path("kind").asText()),
        node.path("name").asText(),
        Change.Action.valueOf(node.path("action").asText()),
        list(node.path("fields"), PlanJson::field),
        node.has("effect") ? Optional.of(effect(node.path("effect"))) : Optional.empty(),
        node.path("spec") instanceof ObjectNode spec ? Optional.of(spec) : Optional.empty(),
        list(node.path("after"), JsonNode::asText));
  }

  private static void field(ObjectNode node, Field field) {
    node.put("path", field.path());
    field.from().ifPresent(from -> node.put("from", from));
    field.to().ifPresent(to -> node.put("to", to));
  }

  private static Field field(JsonNode node) {
    return new Field(node.path("path").asText(), text(node, "from"), text(node, "to"));
  }

  private static void effect(ObjectNode node, Effect effect) {
    node.put("restarts", effect.restarts());
    node.put("downtime", effect.downtime());
    texts(node, "risks", effect.risks());
    node.put("summary", effect.summary());
  }

  private static Effect effect(JsonNode node) {
    return new Effect(
        node.path("restarts").asInt(),
        node.path("downtime").asBoolean(),
        list(node.path("risks"), JsonNode::asText),
        node.path("summary").asText());
  }

  private static void drift(ObjectNode node, Drift drift) {
    node.put("kind", drift.kind().name());
    node.put("name", drift.name());
    each(node, "fields", drift.fields(), PlanJson::field);
    node.put("summary", drift.summary());
  }

  private static Drift drift(JsonNode node) {
    return new Drift(
        ObjectKind.valueOf(node.path("kind").asText()),
        node.path("name").asText(),
        list(node.path("fields"), PlanJson::field),
        node.path("summary").asText());
  }

  private static void lint(ObjectNode node, Lint lint) {
    node.put("service", lint.service()).put("rule", lint.rule()).put("advice", lint.advice());
  }

  private static Lint lint(JsonNode node) {
    return new Lint(
        node.path("service").asText(), node.path("rule").asText(), node.path("advice").asText());
  }

  private static Map<String, Long> base(JsonNode node) {
    var base = new TreeMap<String, Long>();
    node.properties().forEach(entry -> base.put(entry.getKey(), entry.getValue().asLong()));
    return base;
  }

  /** Empty lists are left out. */
  private static <T> void each(
      ObjectNode node, String key, Collection<T> values, BiConsumer<ObjectNode, T> write) {
    if (!values.isEmpty()) {
      ArrayNode list = node.putArray(key);
      values.forEach(value -> write.accept(list.addObject(), value));
    }
  }

  private static void texts(ObjectNode node, String key, Collection<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = node.putArray(key);
      values.forEach(list::add);
    }
  }

  private static <T> List<T> list(JsonNode node, Function<JsonNode, T> read) {
    return node.valueStream().map(read).toList();
  }

  private static Optional<String> text(JsonNode node, String key) {
    return node.has(key) ? Optional.of(node.path(key).asText()) : Optional.empty();
  }
}
