package skep.deploy.times;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a success is overdue. It follows from the absence of success alone, so it is also told
 * where nothing ran, or nothing was left that could have failed.
 */
public final class Lateness {
  private Lateness() {}

  /**
   * @param due the first slot since which nothing has succeeded
   * @param by how long ago that was
   */
  public record Late(Instant due, Duration by) {}

  /**
   * @param late how long after its slot a success may take to come
   */
  public static Optional<Late> of(Schedule schedule, Duration late, Past past, Instant now) {
    Instant due = past.firstWithoutSuccess(schedule, now);
    return now.isAfter(due.plus(late))
        ? Optional.of(new Late(due, Duration.between(due, now)))
        : Optional.empty();
  }
}
