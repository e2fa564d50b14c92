package skep.deploy.estate;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import skep.deploy.estate.BackupPolicy.Check;
import skep.deploy.estate.BackupPolicy.Keep;
import skep.deploy.estate.BackupPolicy.Prune;
import skep.deploy.estate.BackupPolicy.Source;
import skep.deploy.yaml.Fields;
import skep.deploy.yaml.Nearest;

/** Reads {@code backup:}. */
final class BackupReader {
  private static final String CREDENTIALS = "secrets/backup.env";
  private static final String SCRATCH = "/var/tmp";
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,30}");
  private final Fields fields;
  private final BackupAddresses addresses;
  private final ScheduleReader schedules;

  private BackupReader(Fields fields) {
    this.fields = fields;
    this.addresses = new BackupAddresses(fields);
    this.schedules = new ScheduleReader(zone(fields));
  }

  /** Empty where there is no repository to back up to, which is then among the problems. */
  static Optional<BackupPolicy> read(Fields fields) {
    return new BackupReader(fields).policy();
  }

  private Optional<BackupPolicy> policy() {
    Optional<String> repository = addresses.repository();
    UpkeepReader upkeep = new UpkeepReader(schedules);
    SortedMap<String, Source> sources = sources();
    BackupPolicy policy =
        new BackupPolicy(
            repository.orElse(""),
            addresses.image().orElse(BackupPolicy.IMAGE),
            credentials(),
            schedules.zone(),
            sources,
            fields.mapping("keep").map(upkeep::keep).orElse(Keep.DEFAULT),
            fields.mapping("prune").map(upkeep::prune).orElse(Prune.DEFAULT),
            fields.mapping("check").map(upkeep::check).orElse(Check.DEFAULT),
            fields.mapping("restore-test").flatMap(upkeep::restoreTest),
            addresses.ping(),
            scratch(sources));
    fields.done();
    return repository.map(address -> policy);
  }

  private SortedMap<String, Source> sources() {
    SortedMap<String, Source> sources = new TreeMap<>();
    Optional<Fields> all = fields.mapping("sources");
    if (all.isEmpty() || all.get().names().isEmpty()) {
      fields.problem(
          fields.markOf("sources"), fields.path("sources") + " must name what is backed up");
    }
    BackupPaths paths = new BackupPaths();
    BackupSourceReader reader = new BackupSourceReader(schedules, paths);
    all.ifPresent(found ->
        found
            .names()
            .forEach(name -> {
              if (!NAME.matcher(name).matches()) {
                found.problem(found.markOf(name), misnamed(found, name));
              }
              if (found.node(name).isEmpty()) {
                found.problem(
                    found.markOf(name),
                    found.path(name) + " must say what is backed up: on, paths");
              }
              found
                  .mapping(name)
                  .flatMap(one -> reader.read(name, one))
                  .ifPresent(one -> sources.put(name, one));
            }));
    return sources;
  }

  private static String misnamed(Fields sources, String name) {
    return "%s: the name of a source is made of a-z, 0-9 and -, begins with a letter or a digit and has at most 31 characters"
        .formatted(sources.path(BackupPaths.shown(name)));
  }

  private String credentials() {
    String path = fields.text("credentials").orElse(CREDENTIALS);
    if (path.isBlank()
        || path.startsWith("/")
        || path.contains("\\")
        || BackupPaths.fault("/" + path).isPresent()) {
      fields.problem(
          fields.markOf("credentials"),
          "%s must be the path of an encrypted file of the estate, such as %s"
              .formatted(fields.path("credentials"), CREDENTIALS));
    }
    return path;
  }

  private String scratch(Map<String, Source> sources) {
    String scratch =
        fields
            .text("scratch")
            .map(written -> BackupPaths.scratch(fields, written))
            .orElse(Optional.of(SCRATCH))
            .orElse(SCRATCH);
    sources.forEach((name, source) ->
        source.paths().stream()
            .filter(path -> BackupPaths.within(scratch, path))
            .forEach(path ->
                fields.problem(
                    fields.markOf("scratch"),
                    "%s: %s lies in %s of the source %s, which would back up what is restored for tests; name a folder outside"
                        .formatted(fields.path("scratch"), scratch, path, name))));
    return scratch;
  }

  private static ZoneId zone(Fields fields) {
    Optional<String> name = fields.text("time-zone");
    try {
      return ZoneId.of(name.orElse("UTC"));
    } catch (DateTimeException e) {
      fields.problem(
          fields.markOf("time-zone"),
          "%s must be a time zone such as Europe/Vienna, or UTC%s"
              .formatted(
                  fields.path("time-zone"),
                  name.filter(written -> written.length() <= 50)
                      .flatMap(written -> Nearest.of(written, ZoneId.getAvailableZoneIds()))
                      .map(right -> "; did you mean " + right + "?")
                      .orElse("")));
      return ZoneId.of("UTC");
    }
  }
}
