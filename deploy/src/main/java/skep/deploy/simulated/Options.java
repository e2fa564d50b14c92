package skep.deploy.simulated;

import java.time.Duration;

/**
 * How fast the simulated engine lives.
 *
 * @param step between two states of a task
 * @param longestMonitor caps the monitor window of updates, which the engine takes from the spec
 */
public record Options(Duration step, Duration longestMonitor) {
  /** Fast enough for tests, slow enough to see every state pass. */
  public static final Options QUICK = new Options(Duration.ofMillis(20), Duration.ofMillis(200));

  /** At a pace a person can follow. */
  public static final Options WATCHABLE =
      new Options(Duration.ofMillis(400), Duration.ofSeconds(5));

  public Options {
    if (step.isNegative() || step.isZero()) {
      throw new IllegalArgumentException("step must be positive");
    }
  }
}
