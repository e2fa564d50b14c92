package skep.deploy.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import skep.deploy.plan.spec.Dropped;
import skep.deploy.plan.spec.Names;
import skep.deploy.plan.spec.ServiceFields;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmSecret;

/**
 * Between the names specs are written in and the ids the engine wants. Recorded specs hold names,
 * so that they outlive the objects they name.
 *
 * @param networks the Swarm's own, id by name; {@code secrets} and {@code configs} likewise
 * @param networkNames of every network, by id
 * @param dropped what this engine does not keep of a spec
 */
record References(
    Map<String, String> networks,
    Map<String, String> networkNames,
    Map<String, String> secrets,
    Map<String, String> configs,
    Dropped dropped) {

  /**
   * Asks for what these specs name and no more: a list of all configs would bring every record's
   * data along.
   */
  static References neededBy(Swarm swarm, Collection<ObjectNode> specs) {
    References networks = ofNetworks(networks(swarm, specs));
    var secrets = new HashMap<String, String>();
    if (specs.stream().anyMatch(spec -> !container(spec).path("Secrets").isEmpty())) {
      for (SwarmSecret secret : swarm.secrets()) {
        secrets.put(secret.name(), secret.id());
      }
    }
    return new References(
        networks.networks(),
        networks.networkNames(),
        secrets,
        configs(swarm, specs),
        Dropped.by(swarm.info().apiVersion()));
  }

  /** Knows no secrets and configs. */
  static References ofNetworks(List<SwarmNetwork> all) {
    var networks = new HashMap<String, String>();
    var names = new HashMap<String, String>();
    for (SwarmNetwork network : all) {
      names.put(network.id(), network.name());
      if (network.scope().equals("swarm")) {
        networks.put(network.name(), network.id());
      }
    }
    return new References(networks, names, Map.of(), Map.of(), Dropped.NOTHING);
  }

  /** The listed ones, and those these specs attach to that no list shows: host and its like. */
  private static List<SwarmNetwork> networks(Swarm swarm, Collection<ObjectNode> specs) {
    Set<String> wanted =
        specs.stream()
            .flatMap(spec -> attachments(spec).stream())
            .map(attachment -> attachment.path("Target").asText())
            .collect(Collectors.toCollection(TreeSet::new));
    if (wanted.isEmpty()) {
      return List.of();
    }
    var networks = new ArrayList<>(swarm.networks());
    for (SwarmNetwork network : networks) {
      wanted.remove(network.id());
      // The engine lists its own host network, and the Swarm has another one of that name.
      if (network.scope().equals("swarm")) {
        wanted.remove(network.name());
      }
    }
    wanted.forEach(target -> swarm.network(target).ifPresent(networks::add));
    return networks;
  }

  private static Map<String, String> configs(Swarm swarm, Collection<ObjectNode> specs) {
    var named = new TreeSet<String>();
    for (ObjectNode spec : specs) {
      container(spec).path("Configs").forEach(one -> named.add(one.path("ConfigName").asText()));
      named.add(credential(spec).path("Config").asText());
    }
    named.remove("");
    var configs = new HashMap<String, String>();
    for (String name : named) {
      swarm.config(name).ifPresent(config -> configs.put(config.name(), config.id()));
    }
    return configs;
  }

  /**
   * The spec with every reference by id. A network that is none of the Swarm's ({@code host}) keeps
   * its name: the engine knows it.
   *
   * @throws StepFailedException where a secret or config is not there
   */
  ObjectNode filled(ObjectNode spec) {
    ObjectNode filled = spec.deepCopy();
    for (JsonNode attachment : attachments(filled)) {
      String target = attachment.path("Target").asText();
      ((ObjectNode) attachment).put("Target", networks.getOrDefault(target, target));
    }
    fill(container(filled).path("Secrets"), "Secret", secrets);
    fill(container(filled).path("Configs"), "Config", configs);
    if (credential(filled) instanceof ObjectNode credential && credential.has("Config")) {
      String config = credential.path("Config").asText();
      credential.put("Config", configs.getOrDefault(config, config));
    }
    return filled;
  }

  private static void fill(JsonNode references, String word, Map<String, String> ids) {
    for (JsonNode reference : references) {
      String name = reference.path(word + "Name").asText();
      if (!ids.containsKey(name)) {
        throw new StepFailedException(
            "the %s %s is not in the Swarm".formatted(word.toLowerCase(Locale.ROOT), name));
      }
      ((ObjectNode) reference).put(word + "ID", ids.get(name));
    }
  }

  /** Whether every secret and config the spec names is there. */
  boolean holds(ObjectNode spec) {
    JsonNode container = container(spec);
    return container
            .path("Secrets")
            .valueStream()
            .allMatch(one -> secrets.containsKey(one.path("SecretName").asText()))
        && container
            .path("Configs")
            .valueStream()
            .allMatch(one -> configs.containsKey(one.path("ConfigName").asText()));
  }

  /**
   * Whether two specs ask for the same, engine defaults and what the engine rewrites aside; each
   * may name networks and configs or hold their ids.
   */
  boolean same(ObjectNode one, ObjectNode other) {
    Names names = names();
    return ServiceFields.of(one, names).equals(ServiceFields.of(other, names));
  }

  private Names names() {
    var configNames = new HashMap<String, String>();
    configs.forEach((name, id) -> configNames.put(id, name));
    return new Names(networkNames, configNames, dropped);
  }

  /** The spec with networks by name, as a record keeps it. */
  ObjectNode portable(ObjectNode spec) {
    ObjectNode portable = spec.deepCopy();
    for (JsonNode attachment : attachments(portable)) {
      String target = attachment.path("Target").asText();
      ((ObjectNode) attachment).put("Target", networkNames.getOrDefault(target, target));
    }
    return portable;
  }

  private static JsonNode container(ObjectNode spec) {
    return spec.path("TaskTemplate").path("ContainerSpec");
  }

  private static JsonNode credential(ObjectNode spec) {
    return container(spec).path("Privileges").path("CredentialSpec");
  }

  private static List<JsonNode> attachments(ObjectNode spec) {
    var all = new ArrayList<JsonNode>();
    spec.path("TaskTemplate").path("Networks").forEach(all::add);
    spec.path("Networks").forEach(all::add);
    return all.stream().filter(JsonNode::isObject).toList();
  }

  /** Names of the secrets and configs a spec uses. */
  static Set<String> contentsOf(ObjectNode spec) {
    var names = new TreeSet<String>();
    container(spec).path("Secrets").forEach(one -> names.add(one.path("SecretName").asText()));
    container(spec).path("Configs").forEach(one -> names.add(one.path("ConfigName").asText()));
    names.remove("");
    return names;
  }
}
