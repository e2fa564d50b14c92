package skep.deploy.apply;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One service of a stack file for tests: two replicas that restart quickly and update at once,
 * where nothing else is said.
 *
 * @param keys of the service, with their values as YAML flow
 * @param deploy keys below {@code deploy}
 */
record ServiceText(String name, Map<String, String> keys, Map<String, String> deploy) {
  static ServiceText service(String name, String image) {
    return new ServiceText(
        name,
        Map.of("image", image, "stop_grace_period", "1s"),
        Map.of(
            "replicas", "2",
            "endpoint_mode", "dnsrr",
            "restart_policy", "{condition: any, delay: 200ms}",
            "update_config", "{parallelism: 0, failure_action: continue, monitor: 500ms}"));
  }

  ServiceText with(String key, String value) {
    return new ServiceText(name, plus(keys, key, value), deploy);
  }

  ServiceText deploy(String key, String value) {
    return new ServiceText(name, keys, plus(deploy, key, value));
  }

  /** One task on each node: there is no number of replicas. */
  ServiceText global() {
    return new ServiceText(name, keys, plus(without("replicas"), "mode", "global"));
  }

  /** Runs to its end once; a job is not updated, it is run again. */
  ServiceText job(String mode) {
    var job = without("replicas", "update_config", "restart_policy");
    job.put("restart_policy", "{condition: none}");
    return new ServiceText(name, keys, plus(job, "mode", mode));
  }

  private Map<String, String> without(String... unwanted) {
    var fewer = new LinkedHashMap<>(deploy);
    fewer.keySet().removeAll(List.of(unwanted));
    return fewer;
  }

  private static Map<String, String> plus(Map<String, String> map, String key, String value) {
    var more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }

  String yaml() {
    var text = new StringBuilder("  " + name + ":\n");
    keys.forEach((key, value) -> text.append("    %s: %s\n".formatted(key, value)));
    text.append("    deploy:\n");
    deploy.forEach((key, value) -> text.append("      %s: %s\n".formatted(key, value)));
    return text.toString();
  }
}
