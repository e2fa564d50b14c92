package skep.deploy.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * How long following a service may take.
 *
 * @param poll between two looks where no event came
 * @param shortestWindow for which it must stay as wanted, at least; the spec's monitor time and
 *     health check may ask for more
 * @param base what a deployment may take apart from what its spec adds: pulling, scheduling
 * @param longest bound of everything
 */
public record Timing(Duration poll, Duration shortestWindow, Duration base, Duration longest) {
  /**
   * The engine's own monitor time is 5 seconds, which is shorter than what the commonest late
   * deaths take: a client that gives up connecting after 5 or 10 seconds, a JVM that gets to its
   * configuration after 8. Nothing but staying up tells such a service from a good one where it has
   * no health check, and 15 seconds a deployment is what that is worth.
   */
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(1),
          Duration.ofSeconds(15),
          Duration.ofMinutes(5),
          Duration.ofHours(1));

  /** For the simulated engine, whose containers live or die in their first moments. */
  public static final Timing SIMULATED =
      new Timing(
          Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofHours(1));

  private static final Duration LONGEST_WINDOW = Duration.ofMinutes(10);

  /** A slower health check is not waited for; its owner can ask for more with the monitor time. */
  private static final Duration LONGEST_CHECK = Duration.ofMinutes(1);

  /**
   * How long a service must be as wanted before it is believed. The engine calls a task running
   * once its health check passed for the first time; the window gives it the time to fail after
   * that, all its retries through.
   */
  Duration window(JsonNode spec) {
    Duration monitor = nanos(spec.path("UpdateConfig").path("Monitor"));
    Duration check = least(checkFails(spec), LONGEST_CHECK);
    return least(longer(longer(monitor, check), shortestWindow), LONGEST_WINDOW);
  }

  /** For how long what failed after {@code life} must live now to be another case. */
  static Duration longerThan(Duration life) {
    return least(life.plus(life.dividedBy(2)), LONGEST_WINDOW);
  }

  /** Zero without a health check in the spec; one that only the image has is not seen here. */
  private static Duration checkFails(JsonNode spec) {
    JsonNode check = spec.path("TaskTemplate").path("ContainerSpec").path("Healthcheck");
    String test = check.path("Test").path(0).asText();
    if (test.isEmpty() || test.equals("NONE")) {
      return Duration.ZERO;
    }
    long interval = check.path("Interval").asLong(0);
    long retries = check.path("Retries").asLong(0);
    return Duration.ofNanos(interval == 0 ? INTERVAL : interval)
        .multipliedBy(retries == 0 ? RETRIES : retries);
  }

  /** The engine's defaults (moby, container/health). */
  private static final long INTERVAL = 30_000_000_000L;

  private static final long RETRIES = 3;

  /** Batches of the rolling update, each with its delay, monitor and health check start. */
  Duration deadline(JsonNode spec) {
    Duration each =
        nanos(spec.path("UpdateConfig").path("Delay"))
            .plus(nanos(spec.path("UpdateConfig").path("Monitor")))
            .plus(healthy(spec))
            .plus(nanos(spec.path("TaskTemplate").path("ContainerSpec").path("StopGracePeriod")));
    return least(base.plus(each.multipliedBy(batches(spec))).plus(window(spec)), longest);
  }

  private static long batches(JsonNode spec) {
    int parallelism = spec.path("UpdateConfig").path("Parallelism").asInt(1);
    int tasks =
        switch (Mode.of(spec)) {
          case Mode.Replicated(int replicas) -> replicas;
          case Mode.ReplicatedJob(int completions) -> completions;
          case Mode.Global _, Mode.GlobalJob _ -> 10;
        };
    return parallelism <= 0 ? 1 : Math.max(1, Math.ceilDiv(tasks, parallelism));
  }

  private static Duration healthy(JsonNode spec) {
    JsonNode check = spec.path("TaskTemplate").path("ContainerSpec").path("Healthcheck");
    Duration oneTry = nanos(check.path("Interval")).plus(nanos(check.path("Timeout")));
    return nanos(check.path("StartPeriod"))
        .plus(oneTry.multipliedBy(Math.max(1, check.path("Retries").asInt(3))));
  }

  private static Duration nanos(JsonNode node) {
    return Duration.ofNanos(node.asLong(0));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  private static Duration least(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
