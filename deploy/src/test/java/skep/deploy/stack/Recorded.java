package skep.deploy.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import skep.deploy.swarm.RegistryCredential;
import skep.deploy.swarm.Swarm;

/**
 * What the CLI 28 sent for a case, as kept in {@code expected.json}.
 *
 * @param bodies {@code networks}, {@code secrets}, {@code configs} and {@code services}
 */
record Recorded(JsonNode bodies) {
  /** Every engine has these, and every Swarm a name for the first two. */
  private static final Set<String> PREDEFINED = Set.of("host", "bridge", "none", "ingress");

  static Recorded of(StackCase stack) {
    try {
      return new Recorded(new ObjectMapper().readTree(stack.read("expected.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names its services attach to and the stack does not make. */
  Set<String> externalNetworks() {
    Set<String> names = mentioned("Target", "Aliases");
    names.removeAll(made("networks"));
    names.removeAll(PREDEFINED);
    return names;
  }

  Set<String> externalSecrets() {
    Set<String> names = mentioned("SecretName", "SecretName");
    names.removeAll(made("secrets"));
    return names;
  }

  Set<String> externalConfigs() {
    Set<String> names = mentioned("ConfigName", "ConfigName");
    bodies
        .path("services")
        .findParents("CredentialSpec")
        .forEach(
            privileges -> names.add(privileges.path("CredentialSpec").path("Config").asText()));
    names.remove("");
    names.removeAll(made("configs"));
    return names;
  }

  /** Names of the objects of one kind the stack makes itself. */
  Set<String> made(String section) {
    Set<String> names = new TreeSet<>();
    bodies.path(section).forEach(body -> names.add(body.path("Name").asText()));
    return names;
  }

  private Set<String> mentioned(String key, String beside) {
    Set<String> names = new TreeSet<>();
    bodies.path("services").findParents(key).stream()
        .filter(node -> node.has(beside))
        .forEach(node -> names.add(node.path(key).asText()));
    return names;
  }

  /** Sends it all. */
  void replay(Swarm swarm) {
    bodies.path("networks").forEach(body -> swarm.createNetwork(body.deepCopy()));
    bodies.path("secrets").forEach(body -> swarm.createSecret(body.deepCopy()));
    bodies.path("configs").forEach(body -> swarm.createConfig(body.deepCopy()));
    var ids = new TreeMap<String, String>();
    swarm.secrets().forEach(secret -> ids.put("SecretName/" + secret.name(), secret.id()));
    swarm.configs(java.util.Map.of()).forEach(c -> ids.put("ConfigName/" + c.name(), c.id()));
    for (JsonNode body : bodies.path("services")) {
      ObjectNode spec = body.deepCopy();
      identify(spec, "SecretName", "SecretID", ids);
      identify(spec, "ConfigName", "ConfigID", ids);
      spec.findParents("CredentialSpec").stream()
          .map(node -> node.path("CredentialSpec"))
          .filter(node -> node.has("Config"))
          .forEach(node ->
              ((ObjectNode) node)
                  .put("Config", ids.get("ConfigName/" + node.path("Config").asText())));
      swarm.createService(spec, RegistryCredential.NONE);
    }
  }

  private static void identify(
      ObjectNode spec, String name, String id, java.util.Map<String, String> ids) {
    List<JsonNode> references = spec.findParents(name);
    references.forEach(reference ->
        ((ObjectNode) reference).put(id, ids.get(name + "/" + reference.path(name).asText())));
  }

  Set<String> jobs() {
    Set<String> jobs = new TreeSet<>();
    bodies
        .path("services")
        .forEach(service -> {
          if (service.path("Mode").has("ReplicatedJob") || service.path("Mode").has("GlobalJob")) {
            jobs.add(service.path("Name").asText());
          }
        });
    return jobs;
  }

  /** Names of services that use a secret or config the stack makes: Skep names its versions. */
  Set<String> versionedServices() {
    Set<String> own = new TreeSet<>();
    Stream.of("secrets", "configs").forEach(section -> own.addAll(made(section)));
    Set<String> services = new TreeSet<>();
    bodies
        .path("services")
        .forEach(service -> {
          Stream.of("SecretName", "ConfigName", "Config")
              .flatMap(key -> service.findValuesAsText(key).stream())
              .filter(own::contains)
              .forEach(name -> services.add(service.path("Name").asText()));
        });
    return services;
  }
}
