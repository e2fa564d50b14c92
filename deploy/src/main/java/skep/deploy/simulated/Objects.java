package skep.deploy.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.SwarmConfig;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmSecret;

/**
 * Networks, secrets and configs: names are unique, what a service names cannot be removed. Guarded
 * by the cluster's lock.
 */
final class Objects {
  private final Map<String, SwarmNetwork> networks = new LinkedHashMap<>();
  private final Map<String, SwarmSecret> secrets = new LinkedHashMap<>();
  private final Map<String, SwarmConfig> configs = new LinkedHashMap<>();
  private final LongSupplier versions;
  private final Supplier<Stream<ObjectNode>> serviceSpecs;

  Objects(LongSupplier versions, Supplier<Stream<ObjectNode>> serviceSpecs) {
    this.versions = versions;
    this.serviceSpecs = serviceSpecs;
  }

  List<SwarmNetwork> networks() {
    return List.copyOf(networks.values());
  }

  Optional<SwarmNetwork> network(String idOrName) {
    return networks.values().stream()
        .filter(n -> n.id().equals(idOrName) || n.name().equals(idOrName))
        .findFirst();
  }

  String createNetwork(ObjectNode spec) {
    free(networks.values().stream().map(SwarmNetwork::name), spec, "network");
    var driver = spec.path("Driver").asText("overlay");
    var scope = driver.equals("overlay") ? "swarm" : "local";
    var id = Ids.next();
    var inspect = spec.deepCopy().put("Id", id).put("Scope", scope).put("Driver", driver);
    var name = SpecCheck.name(spec);
    networks.put(id, new SwarmNetwork(id, name, driver, scope, labels(spec), inspect));
    return id;
  }

  SwarmNetwork removeNetwork(String id) {
    var network = found(network(id), "network", id);
    unused(
        spec ->
            SpecCheck.networks(spec).anyMatch(n -> n.path("Target").asText().equals(network.id())),
        "network " + network.name());
    return networks.remove(network.id());
  }

  List<SwarmSecret> secrets() {
    return List.copyOf(secrets.values());
  }

  String createSecret(ObjectNode spec) {
    free(secrets.values().stream().map(SwarmSecret::name), spec, "secret");
    if (!spec.has("Driver")) {
      SpecCheck.checkSecretData(spec);
    }
    var kept = spec.deepCopy();
    kept.remove("Data");
    var id = Ids.next();
    var secret =
        new SwarmSecret(
            id, versions.getAsLong(), SpecCheck.name(spec), labels(spec), kept, Instant.now());
    secrets.put(id, secret);
    return id;
  }

  SwarmSecret removeSecret(String id) {
    var secret = found(Optional.ofNullable(secrets.get(id)), "secret", id);
    unused(
        spec -> SpecCheck.secretIds(spec).anyMatch(id::equals), "secret '" + secret.name() + "'");
    return secrets.remove(id);
  }

  List<SwarmConfig> configs(Map<String, String> labels) {
    return configs.values().stream().filter(c -> matches(c.labels(), labels)).toList();
  }

  Optional<SwarmConfig> config(String idOrName) {
    return configs.values().stream()
        .filter(c -> c.id().equals(idOrName) || c.name().equals(idOrName))
        .findFirst();
  }

  String createConfig(ObjectNode spec) {
    free(configs.values().stream().map(SwarmConfig::name), spec, "config");
    var data = SpecCheck.configData(spec);
    var kept = spec.deepCopy();
    kept.remove("Data");
    var id = Ids.next();
    var config =
        new SwarmConfig(
            id,
            versions.getAsLong(),
            SpecCheck.name(spec),
            labels(spec),
            kept,
            data,
            Instant.now());
    configs.put(id, config);
    return id;
  }

  SwarmConfig relabelConfig(SwarmConfig seen, Map<String, String> labels) {
    var held = found(config(seen.id()), "config", seen.id());
    if (held.version() != seen.version()) {
      throw new EngineException.Moved("update out of sequence");
    }
    var spec = held.spec().deepCopy();
    var target = spec.putObject("Labels");
    labels.forEach(target::put);
    var relabelled =
        new SwarmConfig(
            held.id(),
            versions.getAsLong(),
            held.name(),
            labels,
            spec,
            held.data(),
            held.created());
    configs.put(held.id(), relabelled);
    return relabelled;
  }

  SwarmConfig removeConfig(String id) {
    var config = found(config(id), "config", id);
    unused(
        spec -> SpecCheck.configIds(spec).anyMatch(config.id()::equals),
        "config '" + config.name() + "'");
    return configs.remove(config.id());
  }

  /** Every secret and config a service spec names by id. */
  void requireReferences(JsonNode spec) {
    SpecCheck.secretIds(spec)
        .filter(id -> !secrets.containsKey(id))
        .findFirst()
        .ifPresent(id -> refuse("secret", id));
    SpecCheck.configIds(spec)
        .filter(id -> !configs.containsKey(id))
        .findFirst()
        .ifPresent(id -> refuse("config", id));
  }

  private static void refuse(String kind, String id) {
    throw SpecCheck.rejected(kind + " not found: " + id);
  }

  private void unused(Predicate<ObjectNode> uses, String what) {
    serviceSpecs
        .get()
        .filter(uses)
        .findFirst()
        .ifPresent(spec -> {
          throw new EngineException.InUse(
              what + " is in use by the following service: " + spec.path("Name").asText());
        });
  }

  static void free(Stream<String> names, ObjectNode spec, String kind) {
    var name = SpecCheck.name(spec);
    if (names.anyMatch(name::equals)) {
      throw new EngineException.NameTaken(kind + " with name " + name + " already exists");
    }
  }

  static <T> T found(Optional<T> object, String kind, String id) {
    return object.orElseThrow(() -> new EngineException.NotFound(kind + " " + id + " not found"));
  }

  static Map<String, String> labels(JsonNode spec) {
    var labels = new LinkedHashMap<String, String>();
    spec.path("Labels").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    return labels;
  }

  static boolean matches(Map<String, String> labels, Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(w ->
            labels.containsKey(w.getKey())
                && (w.getValue().isEmpty() || labels.get(w.getKey()).equals(w.getValue())));
  }
}
