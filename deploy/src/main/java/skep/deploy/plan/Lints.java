package skep.deploy.plan;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import skep.deploy.plan.Plan.Lint;
import skep.deploy.plan.content.Labels;
import skep.deploy.plan.image.ImageReference;
import skep.deploy.plan.spec.ServiceShape;
import skep.deploy.plan.spec.Units;

/** Advice on services as they are to be. */
final class Lints {
  /** The engine's defaults for what a health check leaves out (moby, container/health). */
  private static final long INTERVAL = 30_000_000_000L;

  private static final long TIMEOUT = 30_000_000_000L;
  private static final long RETRIES = 3;

  /** Where the engine listens; a directory above it holds it as well. */
  private static final List<Path> SOCKETS =
      List.of(Path.of("/var/run/docker.sock"), Path.of("/run/docker.sock"));

  private Lints() {}

  static List<Lint> of(String service, JsonNode spec) {
    ServiceShape shape = ServiceShape.of(spec);
    var lints = new Collected(service, new ArrayList<>());
    privileges(shape, lints);
    limits(shape, lints);
    latest(spec, lints);
    if (!shape.mode().isJob()) {
      health(shape, lints);
      updates(shape, lints);
    }
    return lints.list();
  }

  private static void limits(ServiceShape shape, Collected lints) {
    JsonNode limits = shape.task().path("Resources").path("Limits");
    var missing = new ArrayList<String>();
    if (limits.path("MemoryBytes").asLong() == 0) {
      missing.add("memory");
    }
    if (limits.path("NanoCPUs").asLong() == 0) {
      missing.add("cpus");
    }
    if (!missing.isEmpty()) {
      String harm =
          missing.contains("memory")
              ? "a leak takes the whole node down"
              : "a busy loop starves its neighbours";
      lints.add(
          "no-limits",
          "no limit of %s: %s; set %s"
              .formatted(
                  String.join(" and ", missing),
                  harm,
                  missing.stream()
                      .map(limit -> "deploy.resources.limits." + limit)
                      .collect(Collectors.joining(" and "))));
    }
  }

  private record Collected(String service, List<Lint> list) {
    void add(String rule, String advice) {
      list.add(new Lint(service, rule, advice));
    }
  }

  private static void health(ServiceShape shape, Collected lints) {
    JsonNode check = shape.container().path("Healthcheck");
    String first = check.path("Test").path(0).asText();
    if (first.isEmpty() || first.equals("NONE")) {
      lints.add(
          "no-health-check",
          first.equals("NONE")
              ? "its health check is switched off: a task that starts and does not work counts as"
                  + " good; set healthcheck.test"
              : "no health check in the stack file (Skep does not see whether the image has one):"
                  + " without any, a task that starts and does not work counts as good; add"
                  + " healthcheck.test");
      return;
    }
    long oneTry =
        or(check.path("Interval").asLong(), INTERVAL) + or(check.path("Timeout").asLong(), TIMEOUT);
    long failing =
        check.path("StartPeriod").asLong() + oneTry * or(check.path("Retries").asLong(), RETRIES);
    if (shape.monitorNanos() < failing) {
      lints.add(
          "short-monitor",
          "the health check may take %s to fail, but the update is watched for %s only: raise deploy.update_config.monitor to more than %s"
              .formatted(
                  Units.duration(failing),
                  Units.duration(shape.monitorNanos()),
                  Units.duration(failing)));
    }
  }

  private static void updates(ServiceShape shape, Collected lints) {
    if (!shape.failureAction().equals("rollback")) {
      lints.add(
          "no-rollback",
          "a failing update is left at '%s' if Skep itself is away: set deploy.update_config.failure_action: rollback"
              .formatted(shape.failureAction()));
    }
    if (shape.mode() == ServiceShape.Mode.REPLICATED
        && shape.replicas() == 1
        && !shape.startFirst()) {
      lints.add(
          "single-replica-stop-first",
          "its only task stops before the new one starts: every update is a downtime; set"
              + " deploy.update_config.order: start-first, or more replicas");
    }
  }

  private static void privileges(ServiceShape shape, Collected lints) {
    for (JsonNode capability : shape.container().path("CapabilityAdd")) {
      String name = capability.asText().toUpperCase(Locale.ROOT).replaceFirst("^CAP_", "");
      if (name.equals("SYS_ADMIN") || name.equals("ALL")) {
        lints.add(
            "privileged",
            "cap_add %s is as good as root on the node".formatted(capability.asText()));
      }
    }
    for (JsonNode mount : shape.container().path("Mounts")) {
      if (showsTheSocket(mount)) {
        lints.add(
            "docker-socket",
            "the Docker socket, through %s at %s, lets it control the whole Swarm"
                .formatted(mount.path("Source").asText(), mount.path("Target").asText()));
      }
    }
  }

  /** Read-only does not help: that is about the file, not about what is said through it. */
  private static boolean showsTheSocket(JsonNode mount) {
    String type = mount.path("Type").asText("bind");
    String source = mount.path("Source").asText();
    if (type.equals("npipe")) {
      return source.endsWith("docker_engine");
    }
    if (!type.equals("bind") || !source.startsWith("/")) {
      return false;
    }
    Path path = Path.of(source).normalize();
    return source.endsWith("docker.sock")
        || SOCKETS.stream().anyMatch(socket -> socket.startsWith(path));
  }

  private static void latest(JsonNode spec, Collected lints) {
    String written = spec.path("Labels").path(Labels.IMAGE).asText();
    try {
      ImageReference image = ImageReference.parse(written);
      if (image.tag().equals(Optional.of("latest"))
          || (image.tag().isEmpty() && !image.isPinned())) {
        lints.add(
            "latest-tag", "%s moves without a commit: name a version".formatted(image.tagged()));
      }
    } catch (IllegalArgumentException unknown) {
      // A service without the CLI's label says nothing about its tag; an image that is none refuses
      // the plan elsewhere.
      return;
    }
  }

  private static long or(long value, long implied) {
    return value == 0 ? implied : value;
  }
}
