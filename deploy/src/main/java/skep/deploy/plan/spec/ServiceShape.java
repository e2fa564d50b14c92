package skep.deploy.plan.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How a service runs, read off its spec with the engine's defaults where it says nothing.
 *
 * @param replicas for jobs the total of completions; 0 in the global modes, where nodes decide
 * @param parallelism tasks replaced at a time; 0 means all
 * @param monitorNanos how long the engine watches a replaced task
 * @param maxPerNode 0 for no limit
 */
public record ServiceShape(
    Mode mode,
    long replicas,
    long parallelism,
    boolean startFirst,
    String failureAction,
    long monitorNanos,
    long maxPerNode,
    List<Port> ports,
    JsonNode task) {

  /** Swarm's scheduling modes. */
  public enum Mode {
    REPLICATED,
    GLOBAL,
    REPLICATED_JOB,
    GLOBAL_JOB;

    public boolean isJob() {
      return this == REPLICATED_JOB || this == GLOBAL_JOB;
    }

    public boolean isGlobal() {
      return this == GLOBAL || this == GLOBAL_JOB;
    }

    /** As a stack file writes it: {@code replicated-job}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A published port: on every node ({@code ingress}) or on the task's own ({@code host}). */
  public record Port(int published, int target, String protocol, boolean host) {
    @Override
    public String toString() {
      return published + "/" + protocol;
    }
  }

  private static final long DEFAULT_MONITOR = 5_000_000_000L;

  public static ServiceShape of(JsonNode spec) {
    JsonNode mode = spec.path("Mode");
    JsonNode update = spec.path("UpdateConfig");
    long monitor = update.path("Monitor").asLong();
    String action = update.path("FailureAction").asText();
    return new ServiceShape(
        mode(mode),
        replicas(mode),
        update.isObject() ? update.path("Parallelism").asLong() : 1,
        update.path("Order").asText().equals("start-first"),
        action.isEmpty() ? "pause" : action,
        monitor == 0 ? DEFAULT_MONITOR : monitor,
        spec.path("TaskTemplate").path("Placement").path("MaxReplicas").asLong(),
        ports(spec.path("EndpointSpec").path("Ports").valueStream()),
        spec.path("TaskTemplate"));
  }

  public JsonNode container() {
    return task.path("ContainerSpec");
  }

  /** Published port numbers other services cannot have. */
  public Stream<Port> published() {
    return ports.stream().filter(port -> port.published() != 0);
  }

  private static Mode mode(JsonNode mode) {
    if (mode.hasNonNull("Global")) {
      return Mode.GLOBAL;
    }
    if (mode.hasNonNull("GlobalJob")) {
      return Mode.GLOBAL_JOB;
    }
    return mode.hasNonNull("ReplicatedJob") ? Mode.REPLICATED_JOB : Mode.REPLICATED;
  }

  private static long replicas(JsonNode mode) {
    return switch (mode(mode)) {
      case GLOBAL, GLOBAL_JOB -> 0;
      case REPLICATED_JOB -> mode.path("ReplicatedJob").path("TotalCompletions").asLong(1);
      case REPLICATED -> mode.path("Replicated").path("Replicas").asLong(1);
    };
  }

  private static List<Port> ports(Stream<JsonNode> ports) {
    return ports
        .map(port ->
            new Port(
                port.path("PublishedPort").asInt(),
                port.path("TargetPort").asInt(),
                port.path("Protocol").asText().isEmpty() ? "tcp" : port.path("Protocol").asText(),
                port.path("PublishMode").asText().equals("host")))
        .toList();
  }
}
