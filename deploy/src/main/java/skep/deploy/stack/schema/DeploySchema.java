package skep.deploy.stack.schema;

import static skep.deploy.stack.schema.Shape.duration;
import static skep.deploy.stack.schema.Shape.either;
import static skep.deploy.stack.schema.Shape.key;
import static skep.deploy.stack.schema.Shape.mapping;
import static skep.deploy.stack.schema.Shape.pairs;
import static skep.deploy.stack.schema.Shape.scalar;
import static skep.deploy.stack.schema.Shape.since;
import static skep.deploy.stack.schema.Shape.text;

import java.util.List;

/** The {@code deploy} section of a service. */
final class DeploySchema {
  private DeploySchema() {}

  static Shape deploy() {
    return either(
        scalar("null"),
        mapping(
            key("mode", text()),
            since(2, "endpoint_mode", text()),
            key("replicas", scalar("integer")),
            key("labels", pairs()),
            since(7, "rollback_config", update()),
            key("update_config", update()),
            key("resources", resources()),
            key("restart_policy", restartPolicy()),
            key("placement", placement())));
  }

  private static Shape update() {
    return mapping(
        key("parallelism", scalar("integer")),
        key("delay", duration()),
        key("failure_action", text()),
        key("monitor", duration()),
        key("max_failure_ratio", scalar("integer", "number")),
        since(4, "order", new Shape.OneOf(List.of("start-first", "stop-first"))));
  }

  private static Shape resources() {
    return mapping(
        key(
            "limits",
            mapping(
                key("cpus", text()), key("memory", text()), since(9, "pids", scalar("integer")))),
        key(
            "reservations",
            mapping(
                key("cpus", text()),
                key("memory", text()),
                since(5, "generic_resources", new Shape.ListOf(genericResource(), false)))));
  }

  private static Shape genericResource() {
    return mapping(
        key(
            "discrete_resource_spec",
            mapping(key("kind", text()), key("value", scalar("integer", "number")))));
  }

  private static Shape restartPolicy() {
    return mapping(
        key("condition", text()),
        key("delay", duration()),
        key("max_attempts", scalar("integer")),
        key("window", duration()));
  }

  private static Shape placement() {
    return mapping(
        key("constraints", new Shape.ListOf(text(), false)),
        since(3, "preferences", new Shape.ListOf(mapping(key("spread", text())), false)),
        since(8, "max_replicas_per_node", scalar("integer")));
  }
}
