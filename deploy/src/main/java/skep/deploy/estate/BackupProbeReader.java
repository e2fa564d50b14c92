package skep.deploy.estate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import skep.deploy.estate.BackupPolicy.Probe;
import skep.deploy.estate.BackupPolicy.Probe.Part;
import skep.deploy.yaml.Fields;

/** Reads what proves that restored files are good for something. */
record BackupProbeReader(List<String> paths) {
  private static final Duration WITHIN = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  /**
   * Empty where it is wrong, which is then among the problems.
   *
   * @param paths of the source
   */
  static Optional<Probe> read(Fields fields, List<String> paths) {
    BackupProbeReader reader = new BackupProbeReader(paths);
    Map<String, Part> services = fields.mapping("services").map(reader::services).orElse(Map.of());
    Optional<Part> query = fields.mapping("query").flatMap(reader::part);
    if (fields.node("query").isEmpty()) {
      fields.problem(
          fields.markOf("query"),
          fields.path("query") + " must be an image and a command that ends with 0 if all is well");
    }
    Duration within = within(fields);
    fields.done();
    return query.map(part -> new Probe(services, part, within));
  }

  private static Duration within(Fields fields) {
    Duration within = fields.duration("within").orElse(WITHIN);
    if (within.isZero() || within.compareTo(LONGEST) > 0) {
      fields.problem(
          fields.markOf("within"), fields.path("within") + " must be more than 0 and at most 24h");
    }
    return within;
  }

  private Map<String, Part> services(Fields all) {
    Map<String, Part> services = new TreeMap<>();
    for (String name : all.names()) {
      if (!HOST.matcher(name).matches()) {
        all.problem(
            all.markOf(name),
            all.path(BackupPaths.shown(name))
                + " must be a host name of a-z, 0-9 and -, such as db");
      }
      all.mapping(name).flatMap(this::part).ifPresent(part -> services.put(name, part));
    }
    return services;
  }

  private Optional<Part> part(Fields fields) {
    Optional<String> image = fields.text("image").filter(name -> !name.isBlank());
    if (image.isEmpty()) {
      fields.problem(
          fields.markOf("image"), fields.path("image") + " must be the image it runs in");
    }
    List<String> command = fields.texts("command");
    Map<String, String> environment = fields.textsByName("environment");
    Map<String, String> mounts = mounts(fields);
    fields.done();
    return image.map(name -> new Part(name, command, environment, mounts));
  }

  private Map<String, String> mounts(Fields fields) {
    Map<String, String> mounts = new TreeMap<>();
    List<String> written = fields.textOrTexts("mounts");
    for (int i = 0; i < written.size(); i++) {
      Optional<BackupMount> mount = BackupMount.parse(written.get(i));
      boolean restored =
          mount
              .filter(one -> BackupPaths.fault(one.what()).isEmpty())
              .filter(one -> paths.stream().anyMatch(path -> BackupPaths.within(one.what(), path)))
              .isPresent();
      if (restored) {
        mounts.put(mount.get().what(), mount.get().where());
      } else {
        fields.problem(
            fields.markOf("mounts", i),
            "%s must be a path of the source and a place, such as %s:/data; nothing else is restored"
                .formatted(
                    fields.path("mounts"), paths.isEmpty() ? "/opt/core" : paths.getFirst()));
      }
    }
    return mounts;
  }
}
