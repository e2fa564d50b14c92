package skep.deploy.estate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skep.deploy.estate.BackupPolicy.Band;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.estate.BackupPolicy.Step;
import skep.deploy.placement.Constraint;
import skep.deploy.yaml.Fields;
import skep.deploy.yaml.Nearest;

/** Reads one of {@code backup.sources}. */
record BackupSourceReader(ScheduleReader schedules, BackupPaths allPaths) {
  private static final Duration CATCH_UP = Duration.ofHours(6);
  private static final Duration LATE = Duration.ofHours(2);
  private static final int MOST_PERCENT = 100_000;

  /** Empty where it does not say on which nodes it is, which is then among the problems. */
  Optional<Source> read(String name, Fields fields) {
    Optional<String> on = on(fields);
    List<String> paths = allPaths.read(name, on.orElse(Source.EVERY_NODE), fields);
    Optional<String> schedule = schedules.read(fields);
    Duration late = late(fields);
    Source source =
        new Source(
            on.orElse(Source.EVERY_NODE),
            paths,
            excluded(fields),
            schedule,
            steps(fields, "before"),
            steps(fields, "after"),
            sentinels(fields, paths),
            fields.mapping("probe").flatMap(probe -> BackupProbeReader.read(probe, paths)),
            fields.mapping("band").map(BackupSourceReader::band).orElse(Band.DEFAULT),
            jitter(fields, schedule, late),
            fields.duration("catch-up").orElse(CATCH_UP),
            late);
    fields.done();
    return on.map(where -> source);
  }

  private static Optional<String> on(Fields fields) {
    Optional<String> on = fields.text("on").map(String::strip);
    if (on.isPresent()
        && (on.get().equals(Source.EVERY_NODE) || Constraint.parse(on.get()).isPresent())) {
      return on;
    }
    fields.problem(
        fields.markOf("on"),
        "%s must be every-node, or a placement constraint such as node.labels.backup==true%s"
            .formatted(
                fields.path("on"),
                on.filter(written -> written.length() <= 50)
                    .flatMap(written -> Nearest.of(written, List.of(Source.EVERY_NODE)))
                    .map(right -> "; did you mean " + right + "?")
                    .orElse("")));
    return Optional.empty();
  }

  private static List<String> excluded(Fields fields) {
    List<String> patterns = fields.textOrTexts("exclude");
    for (int i = 0; i < patterns.size(); i++) {
      String pattern = patterns.get(i);
      if (pattern.isBlank() || pattern.chars().anyMatch(Character::isISOControl)) {
        fields.problem(
            fields.markOf("exclude", i),
            fields.path("exclude") + " must be patterns of restic, one a line, such as \"*.tmp\"");
      }
    }
    return patterns;
  }

  private static List<Step> steps(Fields fields, String key) {
    return fields.mappings(key).stream()
        .flatMap(step -> BackupStepReader.read(step).stream())
        .toList();
  }

  private static List<String> sentinels(Fields fields, List<String> paths) {
    List<String> written = fields.textOrTexts("sentinels");
    List<String> sentinels = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      int at = i;
      String path = written.get(i);
      Optional<String> fault =
          BackupPaths.fault(path)
              .or(() ->
                  paths.stream().anyMatch(folder -> BackupPaths.within(path, folder))
                      ? Optional.empty()
                      : Optional.of(
                          "lies outside the paths of the source; name a file below "
                              + list(paths)));
      fault.ifPresentOrElse(
          why ->
              fields.problem(
                  fields.markOf("sentinels", at),
                  "%s: %s %s".formatted(fields.path("sentinels"), BackupPaths.shown(path), why)),
          () -> sentinels.add(path));
    }
    return sentinels;
  }

  private static String list(List<String> paths) {
    return paths.isEmpty() ? "one of them" : String.join(" or ", paths);
  }

  private static Band band(Fields fields) {
    Band band =
        new Band(
            fields.whole("least", 0, 100).orElse(Band.DEFAULT.least()),
            fields.whole("most", 101, MOST_PERCENT).orElse(Band.DEFAULT.most()));
    fields.done();
    return band;
  }

  private static Duration late(Fields fields) {
    Duration late = fields.duration("late").orElse(LATE);
    if (late.isZero()) {
      fields.problem(
          fields.markOf("late"), fields.path("late") + " must be more than 0, such as 2h");
    }
    return late;
  }

  private Duration jitter(Fields fields, Optional<String> schedule, Duration late) {
    Duration jitter = fields.duration("jitter").orElse(Duration.ZERO);
    boolean overlaps =
        schedule.isPresent() && jitter.compareTo(schedules.interval(schedule.get())) >= 0;
    if (overlaps) {
      fields.problem(
          fields.markOf("jitter"),
          fields.path("jitter")
              + " must be shorter than the time between two runs of its schedule");
    } else if (jitter.compareTo(late) >= 0 && !late.isZero()) {
      fields.problem(
          fields.markOf("jitter"),
          "%s must be shorter than %s, or the last node would be late every time"
              .formatted(fields.path("jitter"), fields.path("late")));
    }
    return jitter;
  }
}
