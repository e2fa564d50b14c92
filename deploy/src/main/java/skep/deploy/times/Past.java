package skep.deploy.times;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is recorded of one source's runs.
 *
 * <p>Records that lie in the future were made while the clock was ahead. A begun slot of the future
 * counts for itself, so that no slot comes twice, and for none before it, so that none is lost; a
 * success of the future is not believed yet.
 *
 * @param begun slots of the runs that were begun, or given up as missed; as many as are recorded,
 *     not the newest alone, which would be the wrong one after the clock stepped back
 * @param successes when runs that succeeded began; the newest of those that are not in the future
 *     is enough
 * @param known since when the source has this schedule: slots before it were never meant
 */
public record Past(Set<Instant> begun, Set<Instant> successes, Instant known) {
  public Past {
    begun = Set.copyOf(begun);
    successes = Set.copyOf(successes);
  }

  /** Nothing ran yet. */
  public static Past none(Instant known) {
    return new Past(Set.of(), Set.of(), known);
  }

  /** Whether nothing is left to do for this slot. */
  boolean covers(Instant slot, Instant now) {
    return begun.contains(slot)
        || newest(begun, now).filter(one -> one.isAfter(slot)).isPresent()
        || newest(successes, now).filter(one -> !one.isBefore(slot)).isPresent();
  }

  /** The first slot for which nothing was begun. */
  Instant firstMissed(Schedule schedule, Instant now) {
    return first(schedule, Stream.of(newest(begun, now), newest(successes, now)));
  }

  /** The first slot since which nothing has succeeded; may be in the future. */
  Instant firstWithoutSuccess(Schedule schedule, Instant now) {
    return first(schedule, Stream.of(newest(successes, now)));
  }

  /** A slot at the very moment at which the schedule became known counts, one of a run does not. */
  private Instant first(Schedule schedule, Stream<Optional<Instant>> runs) {
    Instant meant = known.minusNanos(1);
    return schedule.nextAfter(
        Stream.concat(Stream.of(meant), runs.flatMap(Optional::stream))
            .max(Instant::compareTo)
            .orElse(meant));
  }

  private static Optional<Instant> newest(Set<Instant> moments, Instant now) {
    return moments.stream().filter(one -> !one.isAfter(now)).max(Instant::compareTo);
  }
}
