package skep.deploy.estate;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import skep.deploy.times.Schedule;
import skep.deploy.yaml.Fields;

/** Reads {@code schedule:}, and checks that it comes, and not too often. */
record ScheduleReader(ZoneId zone) {
  private static final Duration SHORTEST = Duration.ofMinutes(5);
  private static final String EXAMPLE =
      "; it begins with the seconds: \"0 15 2 * * ?\" is every night at 02:15";

  /** Empty where there is none, or where it is wrong, which is then among the problems. */
  Optional<String> read(Fields fields) {
    return fields.text("schedule").filter(text -> schedule(fields, text).isPresent());
  }

  private Optional<Schedule> schedule(Fields fields, String text) {
    try {
      Schedule schedule = Schedule.parse(text, zone);
      if (schedule.shortestInterval().compareTo(SHORTEST) >= 0) {
        return Optional.of(schedule);
      }
      fields.problem(
          fields.markOf("schedule"),
          "%s comes every %s; leave at least 5 minutes between two runs%s"
              .formatted(fields.path("schedule"), words(schedule.shortestInterval()), EXAMPLE));
    } catch (IllegalArgumentException e) {
      fields.problem(
          fields.markOf("schedule"),
          "%s %s%s".formatted(fields.path("schedule"), e.getMessage(), EXAMPLE));
    }
    return Optional.empty();
  }

  /** The least time between two runs of a schedule that was read. */
  Duration interval(String schedule) {
    return Schedule.parse(schedule, zone).shortestInterval();
  }

  private static String words(Duration interval) {
    return interval.toMinutes() > 0
        ? "%d min".formatted(interval.toMinutes())
        : "%d s".formatted(interval.toSeconds());
  }
}
