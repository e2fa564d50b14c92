package skep.deploy.plan.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What one engine makes of a spec: the objects it refers to by id, and what of it is not kept.
 *
 * @param networks network names by id
 * @param configs config names by id
 */
public record Names(Map<String, String> networks, Map<String, String> configs, Dropped dropped) {
  public static final Names NONE = new Names(Map.of(), Map.of(), Dropped.NOTHING);

  public Names {
    networks = Map.copyOf(networks);
    configs = Map.copyOf(configs);
  }

  /** The network's name; what was given where it is a name already, or an unknown id. */
  String network(JsonNode target) {
    return networks.getOrDefault(target.asText(), target.asText());
  }

  String config(String idOrName) {
    return configs.getOrDefault(idOrName, idOrName);
  }
}
