package skep.deploy.oneshot;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A one-shot as the Engine API's {@code ServiceSpec}. */
final class OneShotSpec {
  private static final String SECRETS = "/run/secrets";

  private OneShotSpec() {}

  /**
   * @param constraints which nodes it runs on
   * @param secretIds by file name
   * @param dockerSecretIds of secrets that exist already, by name
   */
  static ObjectNode of(
      OneShot what,
      List<String> constraints,
      Map<String, Laid> secretIds,
      Map<String, String> dockerSecretIds) {
    ObjectNode spec = JsonNodeFactory.instance.objectNode().put("Name", what.name());
    spec.putObject("Labels").put(OneShots.LABEL, what.group());
    ObjectNode task = spec.putObject("TaskTemplate");
    ObjectNode container = container(task, what);
    secretIds.forEach((file, laid) -> secret(container, laid.name(), laid.id(), file));
    dockerSecretIds.forEach((name, id) -> secret(container, name, id, name));
    task.putObject("RestartPolicy").put("Condition", "none");
    // Whatever the engine's default driver is, what was written can be read back.
    task.putObject("LogDriver")
        .put("Name", "json-file")
        .putObject("Options")
        .put("max-size", "64m");
    constraints.forEach(task.putObject("Placement").withArrayProperty("Constraints")::add);
    networks(task, what);
    // Not a global job: engine 20.10 starts a job's failed task again every two seconds, whatever
    // its restart policy says (measured), and a dump or a restore that failed must not be repeated.
    spec.putObject("Mode").putObject("Global");
    // Whoever asks it asks its one task; no virtual address is needed for that.
    spec.putObject("EndpointSpec").put("Mode", "dnsrr");
    return spec;
  }

  /** A secret as the Swarm has it. */
  record Laid(String id, String name) {}

  private static ObjectNode container(ObjectNode task, OneShot what) {
    ObjectNode container = task.putObject("ContainerSpec").put("Image", what.program().image());
    what.program().command().forEach(container.withArrayProperty("Command")::add);
    container.putObject("Labels").put(OneShots.LABEL, what.group());
    if (what.stays()) {
      // It is asked no more when it is removed, and most programs do not listen as process 1.
      container.put("StopGracePeriod", Duration.ofSeconds(1).toNanos());
    }
    // restic writes it into its locks: by it the owner of a lock can be found.
    container.put("Hostname", "{{.Task.ID}}");
    container.withArrayProperty("Env").add("ONESHOT_SECRETS=" + SECRETS);
    container.withArrayProperty("Env").add("ONESHOT_NODE={{.Node.Hostname}}");
    what.program()
        .environment()
        .forEach((name, value) -> container.withArrayProperty("Env").add(name + "=" + value));
    for (Mount mount : what.needs().mounts()) {
      container
          .withArrayProperty("Mounts")
          .addObject()
          .put("Type", mount.kind() == Mount.Kind.PATH ? "bind" : "volume")
          .put("Source", mount.source())
          .put("Target", mount.target())
          .put("ReadOnly", mount.readOnly());
    }
    return container;
  }

  private static void secret(ObjectNode container, String name, String id, String file) {
    ObjectNode secret = container.withArrayProperty("Secrets").addObject();
    secret.put("SecretID", id).put("SecretName", name);
    secret.putObject("File").put("Name", file).put("UID", "0").put("GID", "0").put("Mode", 0400);
  }

  private static void networks(ObjectNode task, OneShot what) {
    for (String network : what.needs().networks()) {
      ObjectNode attached = task.withArrayProperty("Networks").addObject().put("Target", network);
      what.needs().hosts().forEach(attached.withArrayProperty("Aliases")::add);
    }
  }
}
