package skep.deploy.stack.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import skep.deploy.stack.node.Problems;
import skep.deploy.stack.value.ByteSize;
import skep.deploy.stack.value.CpuCount;

/** What a task gets, when it is restarted, where it may run. */
final class TaskParts {
  private final Problems problems;

  TaskParts(Problems problems) {
    this.problems = problems;
  }

  /** A number that cannot be negative. */
  Optional<Long> count(View view, String key) {
    Optional<Long> count = view.optionalNumber(key);
    if (count.isPresent() && count.get() < 0) {
      problems.add(view.mark(key), "%s cannot be negative", key);
    }
    return count;
  }

  ObjectNode resources(View resources) {
    Body body = new Body();
    if (resources.has("limits")) {
      View limits = resources.below("limits");
      body.object("Limits", amounts(limits).number("Pids", limits.number("pids")).json());
    }
    if (resources.has("reservations")) {
      View reservations = resources.below("reservations");
      body.object(
          "Reservations",
          amounts(reservations).list("GenericResources", genericResources(reservations)).json());
    }
    return body.json();
  }

  private Body amounts(View amounts) {
    return new Body().number("NanoCPUs", cpus(amounts)).number("MemoryBytes", memory(amounts));
  }

  private long cpus(View amounts) {
    if (amounts.text("cpus").isEmpty()) {
      return 0;
    }
    OptionalLong cpus = CpuCount.parse(amounts.text("cpus"));
    if (cpus.isEmpty()) {
      problems.add(
          amounts.mark("cpus"), "'%s' is not a number of CPUs like 0.5", amounts.text("cpus"));
    }
    return cpus.orElse(0);
  }

  private long memory(View amounts) {
    if (!amounts.has("memory")) {
      return 0;
    }
    OptionalLong bytes = ByteSize.parse(amounts.text("memory"));
    if (bytes.isEmpty()) {
      problems.add(
          amounts.mark("memory"),
          "'%s' is not an amount of memory like 512M",
          amounts.text("memory"));
    }
    return bytes.orElse(0);
  }

  private List<ObjectNode> genericResources(View reservations) {
    List<ObjectNode> resources = new ArrayList<>();
    for (View resource : reservations.views("generic_resources")) {
      Body body = new Body();
      if (resource.has("discrete_resource_spec")) {
        View discrete = resource.below("discrete_resource_spec");
        body.object(
            "DiscreteResourceSpec",
            new Body()
                .text("Kind", discrete.text("kind"))
                .number("Value", discrete.number("value"))
                .json());
      }
      resources.add(body.json());
    }
    return resources;
  }

  /** {@code deploy.restart_policy}, else what {@code restart} means. */
  Optional<ObjectNode> restartPolicy(View service) {
    View deploy = service.below("deploy");
    if (deploy.has("restart_policy")) {
      View policy = deploy.below("restart_policy");
      return Optional.of(
          new Body()
              .text("Condition", policy.text("condition"))
              .optionalNumber("Delay", policy.optionalNumber("delay"))
              .optionalNumber("MaxAttempts", count(policy, "max_attempts"))
              .optionalNumber("Window", policy.optionalNumber("window"))
              .json());
    }
    return restart(service);
  }

  private Optional<ObjectNode> restart(View service) {
    String written = service.text("restart");
    int colon = written.indexOf(':');
    String policy = colon < 0 ? written : written.substring(0, colon);
    String attempts = colon < 0 ? "" : written.substring(colon + 1);
    if (!attempts.isEmpty() && !attempts.matches("[+]?\\d{1,9}")) {
      problems.add(service.mark("restart"), "restart: '%s' is not a number of attempts", attempts);
      return Optional.empty();
    }
    return switch (policy) {
      case "no", "" -> {
        if (colon == 0) {
          problems.add(service.mark("restart"), "restart: names no policy before the colon");
        }
        yield Optional.empty();
      }
      case "always", "unless-stopped" -> Optional.of(new Body().always("Condition", "any").json());
      case "on-failure" ->
          Optional.of(
              new Body()
                  .always("Condition", "on-failure")
                  .alwaysNumber("MaxAttempts", attempts.isEmpty() ? 0 : Long.parseLong(attempts))
                  .json());
      default -> {
        problems.add(
            service.mark("restart"),
            "unknown restart policy '%s'; it can be no, always, unless-stopped or on-failure[:n]",
            written);
        yield Optional.empty();
      }
    };
  }

  ObjectNode placement(View placement) {
    List<ObjectNode> preferences = new ArrayList<>();
    for (View preference : placement.views("preferences")) {
      ObjectNode spread = new Body().always("SpreadDescriptor", preference.text("spread")).json();
      preferences.add(new Body().object("Spread", spread).json());
    }
    return new Body()
        .texts("Constraints", placement.texts("constraints"))
        .list("Preferences", preferences)
        .number("MaxReplicas", count(placement, "max_replicas_per_node").orElse(0L))
        .json();
  }
}
