package skep.deploy.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * How long following a service may take.
 *
 * @param poll between two looks where no event came
 * @param shortestWindow for which it must stay as wanted, at least; the spec's monitor time may ask
 *     for more
 * @param base what a deployment may take apart from what its spec adds: pulling, scheduling
 * @param longest bound of everything
 */
public record Timing(Duration poll, Duration shortestWindow, Duration base, Duration longest) {
  public static final Timing DEFAULT =
      new Timing(
          Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofHours(1));

  private static final Duration LONGEST_WINDOW = Duration.ofMinutes(10);

  /** How long a service must be as wanted before it is believed. */
  Duration window(JsonNode spec) {
    Duration monitor = nanos(spec.path("UpdateConfig").path("Monitor"));
    return least(longer(monitor, shortestWindow), LONGEST_WINDOW);
  }

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
