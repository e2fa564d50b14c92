package skep.deploy.estate;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import skep.deploy.estate.BackupPolicy.Band;
import skep.deploy.estate.BackupPolicy.Check;
import skep.deploy.estate.BackupPolicy.Keep;
import skep.deploy.estate.BackupPolicy.Prune;
import skep.deploy.estate.BackupPolicy.RestoreTest;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.estate.BackupPolicy.Step;
import skep.deploy.yaml.Fields;

/** Reads {@code backup:}. */
final class BackupReader {
  private static final int MOST = 100_000;

  private BackupReader() {}

  /** Empty where there is no repository to back up to, which is then among the problems. */
  static Optional<BackupPolicy> read(Fields fields) {
    Optional<String> repository =
        needed(fields, "repository", "the address of a restic repository");
    SortedMap<String, Source> sources = new TreeMap<>();
    fields
        .mapping("sources")
        .ifPresent(all ->
            all.names()
                .forEach(name ->
                    all.mapping(name)
                        .flatMap(BackupReader::source)
                        .ifPresent(source -> sources.put(name, source))));
    Keep keep = fields.mapping("keep").map(BackupReader::keep).orElse(Keep.DEFAULT);
    Optional<RestoreTest> test = fields.mapping("restore-test").flatMap(BackupReader::restoreTest);
    fields.done();
    return repository.map(address ->
        new BackupPolicy(
            address,
            "",
            "secrets/backup.env",
            ZoneId.of("UTC"),
            sources,
            keep,
            Prune.DEFAULT,
            Check.DEFAULT,
            test,
            Optional.empty(),
            "/var/tmp"));
  }

  private static Optional<Source> source(Fields fields) {
    Optional<String> on = needed(fields, "on", "every-node or a placement constraint");
    List<String> paths = fields.textOrTexts("paths");
    if (paths.isEmpty() || !paths.stream().allMatch(path -> path.startsWith("/"))) {
      fields.problem(fields.markOf("paths"), fields.path("paths") + " must be absolute paths");
    }
    Optional<String> schedule = schedule(fields);
    List<Step> before =
        fields.mappings("before").stream().flatMap(step -> step(step).stream()).toList();
    fields.done();
    return on.map(where ->
        new Source(
            where,
            paths,
            List.of(),
            schedule,
            before,
            List.of(),
            List.of(),
            Optional.empty(),
            Band.DEFAULT,
            Duration.ZERO,
            Duration.ofHours(6),
            Duration.ofHours(2)));
  }

  private static Optional<Step> step(Fields fields) {
    Optional<String> image = needed(fields, "image", "the image the command runs in");
    List<String> command = fields.texts("command");
    if (command.isEmpty()) {
      fields.problem(
          fields.markOf("command"),
          fields.path("command") + " must be a list of a program and its arguments");
    }
    fields.done();
    return image.map(
        name -> new Step.Command(name, command, Optional.empty(), List.of(), List.of(), List.of()));
  }

  private static Keep keep(Fields fields) {
    Keep keep =
        new Keep(
            fields.whole("daily", 0, MOST).orElse(0),
            fields.whole("weekly", 0, MOST).orElse(0),
            fields.whole("monthly", 0, MOST).orElse(0));
    if (keep.equals(new Keep(0, 0, 0))) {
      fields.problem(
          fields.mark(), fields.path("daily") + " and the others keep no snapshot at all");
    }
    fields.done();
    return keep;
  }

  private static Optional<RestoreTest> restoreTest(Fields fields) {
    int sample = fields.whole("sample", 1, MOST).orElse(200);
    Optional<String> schedule = schedule(fields);
    if (schedule.isEmpty()) {
      needed(fields, "schedule", "a Quartz cron expression");
    }
    fields.done();
    return schedule.map(when -> new RestoreTest(when, sample, 1L << 30));
  }

  private static Optional<String> schedule(Fields fields) {
    Optional<String> schedule = fields.text("schedule");
    if (schedule.isPresent() && !schedule.get().strip().matches("\\S+(\\s+\\S+){5,6}")) {
      fields.problem(
          fields.markOf("schedule"),
          fields.path("schedule")
              + " must be a Quartz cron expression, which begins with the seconds: \"0 15 2 * * ?\"");
      return Optional.empty();
    }
    return schedule;
  }

  private static Optional<String> needed(Fields fields, String key, String wanted) {
    Optional<String> text = fields.text(key).filter(value -> !value.isBlank());
    if (text.isEmpty()) {
      fields.problem(fields.markOf(key), "%s must be %s".formatted(fields.path(key), wanted));
    }
    return text;
  }
}
