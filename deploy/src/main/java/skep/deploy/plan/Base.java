package skep.deploy.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import skep.deploy.plan.actual.ActualStack;
import skep.deploy.plan.actual.References;
import skep.deploy.swarm.SwarmConfig;
import skep.deploy.swarm.SwarmSecret;

/** The state a plan rests on: versions by {@code kind/name}. */
final class Base {
  private Base() {}

  /**
   * @param specs the services to be: what they refer to outside the stack counts too
   * @param service with one service asked for, the others may move
   */
  static Map<String, Long> of(
      ActualStack actual, Collection<ObjectNode> specs, Optional<String> service) {
    Map<String, Long> base = new TreeMap<>(actual.versions());
    service.ifPresent(asked -> base.keySet().removeIf(key -> isOther(actual.stack(), asked, key)));
    Map<String, SwarmSecret> secrets = actual.secretsByName();
    Map<String, SwarmConfig> configs = actual.configsByName();
    for (ObjectNode spec : specs) {
      for (String name : References.secrets(spec.path("TaskTemplate"))) {
        Optional.ofNullable(secrets.get(name))
            .ifPresent(secret -> base.put("secret/" + name, secret.version()));
      }
      for (String name : References.configs(spec.path("TaskTemplate"))) {
        Optional.ofNullable(configs.get(name))
            .ifPresent(config -> base.put("config/" + name, config.version()));
      }
    }
    return base;
  }

  static boolean isOther(String stack, String asked, String key) {
    return key.startsWith("service/")
        && !key.equals("service/" + asked)
        && !key.equals("service/" + stack + "_" + asked);
  }
}
