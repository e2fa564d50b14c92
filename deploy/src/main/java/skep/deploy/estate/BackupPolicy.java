package skep.deploy.estate;

import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is backed up, when, for how long it is kept, and how it is proven.
 *
 * @param repository address of the restic repository, without user or password
 * @param image restic, a shell and {@code find}, {@code xargs}, {@code stat}, {@code sha256sum};
 *     pinned by digest, or {@link #IMAGE}
 * @param credentials encrypted file of the estate with {@code RESTIC_PASSWORD}, {@code
 *     AWS_ACCESS_KEY_ID} and {@code AWS_SECRET_ACCESS_KEY}
 * @param zone of all schedules
 * @param sources by name
 * @param ping called after every success, so that something outside notices silence
 * @param scratch folder of every node in which restored files are put for a while
 */
public record BackupPolicy(
    String repository,
    String image,
    String credentials,
    ZoneId zone,
    SortedMap<String, Source> sources,
    Keep keep,
    Prune prune,
    Check check,
    Optional<RestoreTest> restoreTest,
    Optional<URI> ping,
    String scratch) {
  /**
   * Used where {@code skep.yaml} names none. By its tag: what stands behind a tag can be exchanged,
   * so an image that somebody chooses has to be named by its digest.
   */
  public static final String IMAGE = "restic/restic:0.18.1";

  public BackupPolicy {
    sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
  }

  /**
   * @param on {@code every-node}, or a placement constraint
   * @param paths absolute, none inside another
   * @param exclude restic's patterns
   * @param schedule Quartz cron expression; empty for by hand only
   * @param sentinels files below the paths every restore test compares, whatever the sample
   * @param jitter the nodes begin at different moments of this time
   * @param catchUp how long after its moment a missed run is still made up for
   * @param late how long after its moment a run that did not succeed is told of
   */
  public record Source(
      String on,
      List<String> paths,
      List<String> exclude,
      Optional<String> schedule,
      List<Step> before,
      List<Step> after,
      List<String> sentinels,
      Optional<Probe> probe,
      Band band,
      Duration jitter,
      Duration catchUp,
      Duration late) {
    public static final String EVERY_NODE = "every-node";

    public Source {
      paths = List.copyOf(paths);
      exclude = List.copyOf(exclude);
      before = List.copyOf(before);
      after = List.copyOf(after);
      sentinels = List.copyOf(sentinels);
    }

    public boolean everyNode() {
      return on.equals(EVERY_NODE);
    }
  }

  /** What is done once before the snapshots are made, or after them. */
  public sealed interface Step {
    /**
     * A command in a container, such as a database dump.
     *
     * @param on placement constraint; empty for that of the source
     * @param mounts {@code volume-or-path:/where}
     * @param networks of the Swarm
     * @param secrets Docker secrets, as files in {@code /run/secrets}
     */
    record Command(
        String image,
        List<String> command,
        Optional<String> on,
        List<String> mounts,
        List<String> networks,
        List<String> secrets)
        implements Step {
      public Command {
        command = List.copyOf(command);
        mounts = List.copyOf(mounts);
        networks = List.copyOf(networks);
        secrets = List.copyOf(secrets);
      }
    }

    /**
     * Another number of replicas while the snapshots are made; the number from before comes back by
     * itself, whatever happens.
     *
     * @param service its whole name: {@code web_app}
     */
    record Scale(String service, int replicas) implements Step {}
  }

  /** How many snapshots of each age stay. */
  public record Keep(int daily, int weekly, int monthly) {
    public static final Keep DEFAULT = new Keep(7, 4, 12);
  }

  /**
   * @param schedule when what nobody needs is removed
   * @param most share of a source's snapshots on a node, in percent, that may go at once
   */
  public record Prune(String schedule, int most) {
    public static final Prune DEFAULT = new Prune("0 0 4 ? * SUN", 50);
  }

  /**
   * @param schedule when the repository is checked
   * @param parts after so many checks all of it was read
   */
  public record Check(String schedule, int parts) {
    public static final Check DEFAULT = new Check("0 30 5 * * ?", 7);
  }

  /**
   * @param sample files compared where not all are
   * @param most bytes up to which all of a snapshot is restored
   */
  public record RestoreTest(String schedule, int sample, long most) {
    /** Where nothing is said of restore tests: for those somebody asks for. */
    public static final RestoreTest BY_HAND = new RestoreTest("", 200, 1L << 30);
  }

  /**
   * What a source may differ from its median before somebody is told, in percent of it.
   *
   * @param least such as 50: half of it
   * @param most such as 300: three times as much
   */
  public record Band(int least, int most) {
    public static final Band DEFAULT = new Band(50, 300);
  }

  /**
   * Whether what was restored is good for something: services on the restored files, and a command
   * beside them that ends with 0.
   *
   * @param services by name, which is also their host name for the others
   * @param within how long all of it may take
   */
  public record Probe(Map<String, Part> services, Part query, Duration within) {
    public Probe {
      services = Map.copyOf(services);
    }

    /**
     * @param command empty for the image's own
     * @param environment no secrets
     * @param mounts {@code /path/of/the/source:/where} of what was restored
     */
    public record Part(
        String image,
        List<String> command,
        Map<String, String> environment,
        Map<String, String> mounts) {
      public Part {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
        mounts = Map.copyOf(mounts);
      }
    }
  }
}
