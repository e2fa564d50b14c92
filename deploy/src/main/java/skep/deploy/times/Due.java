package skep.deploy.times;

import java.time.Duration;
import java.time.Instant;

/** What a schedule asks for at a moment. Asked often, it answers from what is recorded alone. */
public sealed interface Due {
  /** Nothing was due since the last run, or all of it is done. */
  record NothingDue() implements Due {}

  /**
   * @param slot to be recorded as begun before anything is done, which decides who of several runs
   *     it
   */
  record RunNow(Instant slot) implements Due {}

  /**
   * Too late to be made up for; the next slot comes by itself. Said until the slot is recorded as
   * begun.
   *
   * @param slot the newest that was missed
   * @param since the first that was missed, of all up to the newest
   */
  record MissedTooLong(Instant slot, Instant since) implements Due {}

  /**
   * Of several missed slots only the newest is made up for.
   *
   * @param catchUp how long after its slot a run is still made up for, that moment included
   */
  static Due of(Schedule schedule, Duration catchUp, Past past, Instant now) {
    return schedule
        .lastDue(now)
        .filter(slot -> !slot.isBefore(past.known()) && !past.covers(slot, now))
        .map(slot ->
            now.isAfter(slot.plus(catchUp))
                ? new MissedTooLong(slot, past.firstMissed(schedule, now))
                : new RunNow(slot))
        .orElseGet(NothingDue::new);
  }
}
