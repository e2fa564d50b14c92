package skep.deploy.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmConfig;
import skep.deploy.swarm.SwarmNetwork;
import skep.deploy.swarm.SwarmSecret;

/**
 * Between the names specs are written in and the ids the engine wants. Recorded specs hold names,
 * so that they outlive the objects they name.
 */
record References(
    Map<String, String> networks, Map<String, String> secrets, Map<String, String> configs) {

  static References read(Swarm swarm) {
    var networks = new HashMap<String, String>();
    for (SwarmNetwork network : swarm.networks()) {
      if (network.scope().equals("swarm")) {
        networks.put(network.name(), network.id());
      }
    }
    var secrets = new HashMap<String, String>();
    for (SwarmSecret secret : swarm.secrets()) {
      secrets.put(secret.name(), secret.id());
    }
    var configs = new HashMap<String, String>();
    for (SwarmConfig config : swarm.configs(Map.of())) {
      configs.put(config.name(), config.id());
    }
    return new References(networks, secrets, configs);
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
    JsonNode container = filled.path("TaskTemplate").path("ContainerSpec");
    fill(container.path("Secrets"), "Secret", secrets);
    fill(container.path("Configs"), "Config", configs);
    if (container.path("Privileges").path("CredentialSpec") instanceof ObjectNode credential
        && credential.has("Config")) {
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
            "the %s %s is not in the Swarm"
                .formatted(word.toLowerCase(java.util.Locale.ROOT), name));
      }
      ((ObjectNode) reference).put(word + "ID", ids.get(name));
    }
  }

  /** The spec with networks by name, as a record keeps it. */
  ObjectNode portable(ObjectNode spec) {
    var names = new HashMap<String, String>();
    networks.forEach((name, id) -> names.put(id, name));
    ObjectNode portable = spec.deepCopy();
    for (JsonNode attachment : attachments(portable)) {
      String target = attachment.path("Target").asText();
      ((ObjectNode) attachment).put("Target", names.getOrDefault(target, target));
    }
    return portable;
  }

  private static List<JsonNode> attachments(ObjectNode spec) {
    var all = new java.util.ArrayList<JsonNode>();
    spec.path("TaskTemplate").path("Networks").forEach(all::add);
    spec.path("Networks").forEach(all::add);
    return all.stream().filter(JsonNode::isObject).toList();
  }

  /** Names of the secrets and configs a spec uses. */
  static Set<String> contentsOf(ObjectNode spec) {
    var names = new TreeSet<String>();
    JsonNode container = spec.path("TaskTemplate").path("ContainerSpec");
    container.path("Secrets").forEach(one -> names.add(one.path("SecretName").asText()));
    container.path("Configs").forEach(one -> names.add(one.path("ConfigName").asText()));
    names.remove("");
    return names;
  }
}
