package skep.deploy.estate;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Optional;

/**
 * A time in which nothing is deployed.
 *
 * @param stacks empty for all
 * @param why told to whoever is turned away
 */
public record Freeze(Window window, List<String> stacks, String why) {
  public Freeze {
    stacks = List.copyOf(stacks);
  }

  /** When the freeze of this stack ends; empty where it is not frozen at this moment. */
  public Optional<Instant> until(String stack, Instant now) {
    return stacks.isEmpty() || stacks.contains(stack) ? window.until(now) : Optional.empty();
  }

  /** When. The first moment is part of it, the last is not. */
  public sealed interface Window {
    /** Its end; empty where this moment is outside. */
    Optional<Instant> until(Instant now);

    /** From one day to another, as {@code 2026-12-20 16:00} to {@code 2027-01-07 08:00}. */
    record Once(LocalDateTime from, LocalDateTime to, ZoneId zone) implements Window {
      public Once {
        if (!from.isBefore(to)) {
          throw new IllegalArgumentException("it ends before it begins");
        }
      }

      @Override
      public Optional<Instant> until(Instant now) {
        Instant end = to.atZone(zone).toInstant();
        boolean begun = !now.isBefore(from.atZone(zone).toInstant());
        return begun && now.isBefore(end) ? Optional.of(end) : Optional.empty();
      }
    }

    /** Every week, as {@code fri 16:00} to {@code mon 06:00}. */
    record Weekly(Moment from, Moment to, ZoneId zone) implements Window {
      public Weekly {
        if (from.equals(to)) {
          throw new IllegalArgumentException("it ends when it begins");
        }
      }

      @Override
      public Optional<Instant> until(Instant now) {
        ZonedDateTime here = now.atZone(zone);
        ZonedDateTime begun = from.atOrBefore(here);
        ZonedDateTime end = to.after(begun);
        return here.isBefore(end) ? Optional.of(end.toInstant()) : Optional.empty();
      }
    }
  }

  /** A moment of the week. */
  public record Moment(DayOfWeek day, LocalTime time) {
    ZonedDateTime atOrBefore(ZonedDateTime now) {
      ZonedDateTime there = now.with(TemporalAdjusters.previousOrSame(day)).with(time);
      return there.isAfter(now) ? there.minusWeeks(1) : there;
    }

    ZonedDateTime after(ZonedDateTime begin) {
      ZonedDateTime there = begin.with(TemporalAdjusters.nextOrSame(day)).with(time);
      return there.isAfter(begin) ? there : there.plusWeeks(1);
    }
  }
}
