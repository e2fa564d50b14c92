package skep.deploy.backup;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import skep.deploy.oneshot.Mount;
import skep.deploy.oneshot.NodeEnd;
import skep.deploy.oneshot.OneShot;
import skep.deploy.oneshot.OneShots;
import skep.deploy.oneshot.Where;
import skep.secrets.redaction.SecretValue;

/**
 * The restic repository, reached from nodes. Password and keys go there as files, never as
 * arguments or variables.
 */
public final class Repository {
  /** restic's own copies of what every run reads, on each node. */
  private static final Mount CACHE =
      new Mount(Mount.Kind.VOLUME, "skep-restic-cache", "/skep/cache", false);

  private static final String PASSWORD = "restic-password";
  private static final String KEYS = "restic-s3";

  private final OneShots oneShots;
  private final Access access;

  /**
   * @param address as restic takes it, with neither user nor password
   * @param image with restic and a shell
   * @param keys of the bucket; empty for a repository that needs none
   * @param work folder for a manifest while it is backed up: {@code /skep} in a container
   * @param contained whether programs run in containers, with nothing of the node but what is
   *     mounted
   */
  public record Access(
      String address,
      String image,
      SecretValue password,
      Optional<Keys> keys,
      String work,
      boolean contained) {}

  /** What a bucket asks for. */
  public record Keys(SecretValue id, SecretValue secret) {
    /** The file the S3 client reads. */
    SecretValue file() {
      return SecretValue.of(
          "[default]\naws_access_key_id=%s\naws_secret_access_key=%s\n"
              .formatted(text(id), text(secret)));
    }

    private static String text(SecretValue value) {
      return new String(value.reveal(), StandardCharsets.UTF_8);
    }
  }

  public Repository(OneShots oneShots, Access access) {
    this.oneShots = oneShots;
    this.access = access;
  }

  /** The same one, reached by other means. */
  Repository through(OneShots others) {
    return new Repository(others, access);
  }

  /** Where a manifest is laid on a node while it is backed up. */
  String manifest(String source) {
    return access.work() + (access.contained() ? "" : "/" + source) + "/skep-manifest";
  }

  /** restic, so often, on one node. */
  Said ask(Run run, String step, List<List<String>> runs, Duration within) {
    Where any = new Where.AnyOne("");
    return on(run, step, Scripts.restic(runs), any, List.of(), Map.of(), within, _ -> {})
        .getFirst();
  }

  /** A script on nodes, with what restic needs to reach the repository. */
  List<Said> on(
      Run run,
      String step,
      List<String> command,
      Where where,
      List<Mount> mounts,
      Map<String, String> environment,
      Duration within,
      Consumer<List<NodeEnd>> watch) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("RESTIC_REPOSITORY", access.address());
    all.put("RESTIC_CACHE_DIR", access.contained() ? CACHE.target() : access.work() + "/cache");
    all.put("RESTIC_PROGRESS_FPS", "0.5");
    OneShot what =
        new OneShot(
            run.id() + "-" + step,
            run.id(),
            new OneShot.Program(access.image(), command, all, Said.END),
            new OneShot.Needs(mounted(mounts), List.of(), List.of(), secrets(), List.of()),
            where,
            false,
            within);
    return oneShots.run(what, watch).stream().map(Said::read).toList();
  }

  private List<Mount> mounted(List<Mount> mounts) {
    return access.contained()
        ? Stream.concat(mounts.stream(), Stream.of(CACHE)).toList()
        : List.of();
  }

  private Map<String, SecretValue> secrets() {
    Map<String, SecretValue> files = new HashMap<>();
    files.put(PASSWORD, access.password());
    access.keys().ifPresent(keys -> files.put(KEYS, keys.file()));
    return files;
  }

  void remove(Run run) {
    oneShots.remove(run.id());
  }
}
