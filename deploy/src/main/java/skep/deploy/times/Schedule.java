package skep.deploy.times;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.util.Comparator;
import java.util.Date;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.quartz.CronExpression;

/**
 * Moments by a Quartz cron expression in a time zone. Safe for many threads.
 *
 * <p>On the days on which the clocks change, every local time the expression names counts exactly
 * once. One that does not exist is later by what was skipped (02:15 is at 03:15); of one that
 * exists twice the first is meant. Only a schedule that names every hour of the day goes on through
 * a repeated hour. Quartz alone (2.5.2, measured) leaves out the day whose 02:15 does not exist,
 * takes the second of two, and lets a schedule of every hour pause for two; so it is asked without
 * a zone.
 */
public final class Schedule {
  /** A Monday of a leap year. What a schedule is like does not depend on when one asks. */
  private static final LocalDateTime START = LocalDateTime.of(2024, 1, 1, 0, 0);

  private static final int ENOUGH = 300;
  private static final Duration LONG_ENOUGH = Duration.ofDays(60);
  private static final int YEAR = 6;
  private static final int LONGEST = 200;

  private final String expression;
  private final ZoneId zone;
  private final CronExpression cron;
  private final boolean everyHour;

  private Schedule(CronExpression cron, String expression, ZoneId zone) {
    this.cron = cron;
    this.expression = expression;
    this.zone = zone;
    this.everyHour = namesEveryHour();
  }

  /**
   * @param expression seconds, minutes, hours, day of the month, month, day of the week
   * @throws IllegalArgumentException that says what is wrong with it, after "is" or "has"
   */
  public static Schedule parse(String expression, ZoneId zone) {
    if (expression.length() > LONGEST) {
      throw new IllegalArgumentException("is longer than %d characters".formatted(LONGEST));
    }
    String normal = expression.strip().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
    String[] fields = normal.split(" ");
    if (fields.length > YEAR && !fields[YEAR].equals("*")) {
      throw new IllegalArgumentException(
          "names years, and would end with the last of them without a word; leave the seventh field out");
    }
    return new Schedule(quartz(normal), normal, zone);
  }

  private static CronExpression quartz(String expression) {
    try {
      CronExpression cron = new CronExpression(expression);
      cron.setTimeZone(TimeZone.getTimeZone(ZoneOffset.UTC));
      if (next(cron, START).isEmpty()) {
        throw new IllegalArgumentException("never comes: no year has such a day");
      }
      return cron;
    } catch (ParseException e) {
      throw new IllegalArgumentException("is no Quartz cron expression: " + e.getMessage(), e);
    } catch (NoSuchElementException e) {
      // Quartz takes a lone comma and finds out later.
      throw new IllegalArgumentException("is no Quartz cron expression: a field of it is empty", e);
    }
  }

  public ZoneId zone() {
    return zone;
  }

  /** The first slot after a moment. */
  public Instant nextAfter(Instant moment) {
    Optional<Instant> first = Optional.empty();
    LocalDateTime slot = next(here(moment).minus(shiftNear(moment)));
    while (first.isEmpty() || comesBefore(slot, first.get())) {
      first =
          Stream.concat(first.stream(), moments(slot).filter(one -> one.isAfter(moment)))
              .min(Comparator.naturalOrder());
      slot = next(slot);
    }
    return first.get();
  }

  /** The newest slot that is not after this moment; empty where there was none since 1970. */
  public Optional<Instant> lastDue(Instant now) {
    Duration back = Duration.ofDays(1);
    while (now.minus(back).isAfter(Instant.EPOCH) && nextAfter(now.minus(back)).isAfter(now)) {
      back = back.multipliedBy(2);
    }
    Instant from = now.minus(back).isAfter(Instant.EPOCH) ? now.minus(back) : Instant.EPOCH;
    return Optional.of(nextAfter(from))
        .filter(slot -> !slot.isAfter(now))
        .map(slot -> last(slot, now));
  }

  /** The newest from a slot on, by halves. */
  private Instant last(Instant slot, Instant now) {
    Instant last = slot;
    Instant notBehind = now;
    for (Instant next = nextAfter(last); !next.isAfter(now); next = nextAfter(last)) {
      Instant middle = last.plus(Duration.between(last, notBehind).dividedBy(2));
      Instant later = nextAfter(middle);
      if (later.isAfter(now)) {
        notBehind = middle;
        last = next;
      } else {
        last = later;
      }
    }
    return last;
  }

  /** The least time between two slots, as local clocks show it; of the first months. */
  public Duration shortestInterval() {
    Duration shortest = LONG_ENOUGH.multipliedBy(1000);
    LocalDateTime one = next(START);
    LocalDateTime end = one.plus(LONG_ENOUGH);
    for (int i = 0; i == 0 || (i < ENOUGH && one.isBefore(end)); i++) {
      LocalDateTime other = next(one);
      Duration between = Duration.between(one, other);
      shortest = between.compareTo(shortest) < 0 ? between : shortest;
      one = other;
    }
    return shortest;
  }

  /**
   * Whether this local time, or one after it, may come before a moment: one that was skipped lies
   * behind some that come after it, and the second of two behind the first of the next.
   */
  private boolean comesBefore(LocalDateTime slot, Instant moment) {
    return slot.isBefore(here(moment)) || slot.atZone(zone).toInstant().isBefore(moment);
  }

  private Stream<Instant> moments(LocalDateTime slot) {
    ZonedDateTime first = slot.atZone(zone);
    return Stream.concat(
            Stream.of(first),
            everyHour ? Stream.of(first.withLaterOffsetAtOverlap()) : Stream.empty())
        .map(ZonedDateTime::toInstant);
  }

  /** By how much local times are out of order around this moment. */
  private Duration shiftNear(Instant moment) {
    return Stream.of(
            Optional.ofNullable(zone.getRules().previousTransition(moment.plusSeconds(1))),
            Optional.ofNullable(zone.getRules().nextTransition(moment)))
        .flatMap(Optional::stream)
        .filter(shift -> isNear(shift, moment))
        .map(shift -> shift.getDuration().abs())
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private static boolean isNear(ZoneOffsetTransition shift, Instant moment) {
    return Duration.between(shift.getInstant(), moment)
            .abs()
            .compareTo(shift.getDuration().abs().plusSeconds(1))
        <= 0;
  }

  private boolean namesEveryHour() {
    LocalDateTime hour = next(START.minusSeconds(1)).toLocalDate().atStartOfDay();
    LocalDateTime end = hour.plusDays(1);
    while (hour.isBefore(end) && next(hour.minusSeconds(1)).isBefore(hour.plusHours(1))) {
      hour = hour.plusHours(1);
    }
    return !hour.isBefore(end);
  }

  private LocalDateTime here(Instant moment) {
    return LocalDateTime.ofInstant(moment, zone);
  }

  private LocalDateTime next(LocalDateTime after) {
    return next(cron, after)
        .orElseThrow(() -> new IllegalArgumentException("no schedule reaches beyond " + after));
  }

  private static Optional<LocalDateTime> next(CronExpression cron, LocalDateTime after) {
    return Optional.ofNullable(cron.getTimeAfter(Date.from(after.toInstant(ZoneOffset.UTC))))
        .map(date -> LocalDateTime.ofInstant(date.toInstant(), ZoneOffset.UTC));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Schedule schedule
        && schedule.expression.equals(expression)
        && schedule.zone.equals(zone);
  }

  @Override
  public int hashCode() {
    return 31 * expression.hashCode() + zone.hashCode();
  }

  /** {@code 0 15 2 * * ? (Europe/Berlin)}. */
  @Override
  public String toString() {
    return "%s (%s)".formatted(expression, zone);
  }
}
