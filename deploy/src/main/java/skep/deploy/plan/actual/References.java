package skep.deploy.plan.actual;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names of the secrets, configs and networks a spec refers to. */
public final class References {
  private References() {}

  /** {@code task}: a {@code TaskSpec}. */
  public static Set<String> secrets(JsonNode task) {
    return names(task, "Secrets", "SecretName");
  }

  public static Set<String> configs(JsonNode task) {
    return names(task, "Configs", "ConfigName");
  }

  /** Networks as the spec has them: by name or by id. */
  public static Set<String> networks(JsonNode spec) {
    return Stream.concat(
            spec.path("TaskTemplate").path("Networks").valueStream(),
            spec.path("Networks").valueStream())
        .map(attachment -> attachment.path("Target").asText())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> names(JsonNode task, String list, String name) {
    return task.path("ContainerSpec")
        .path(list)
        .valueStream()
        .map(reference -> reference.path(name).asText())
        .collect(Collectors.toUnmodifiableSet());
  }
}
