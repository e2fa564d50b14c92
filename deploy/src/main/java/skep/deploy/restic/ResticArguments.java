package skep.deploy.restic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skep.deploy.estate.BackupPolicy.Keep;

/**
 * The arguments after {@code restic}, each a word of its own: no shell reads them. Where the
 * repository is, and what opens it, comes from restic's environment and files, never from here.
 */
public final class ResticArguments {
  /** The repository itself is asked, not what was kept of it on this machine. */
  private static final String NO_CACHE = "--no-cache";

  private static final String NO_LOCK = "--no-lock";
  private static final String JSON = "--json";
  private static final String END_OF_OPTIONS = "--";

  private ResticArguments() {}

  public static List<String> version() {
    return List.of("version");
  }

  public static List<String> init() {
    return List.of("init");
  }

  /** The cheapest way to learn whether the repository is there and opens. */
  public static List<String> catConfig() {
    return List.of("cat", "config", NO_CACHE, NO_LOCK);
  }

  /**
   * @param host under which the snapshot is found again
   * @param excludes restic's patterns
   * @param paths absolute, as they are in the machine or container restic runs in
   */
  public static List<String> backup(
      String host, SnapshotTags tags, List<String> excludes, List<String> paths) {
    if (paths.isEmpty() || paths.contains("")) {
      throw new IllegalArgumentException("a backup needs the paths it is of");
    }
    List<String> words =
        new ArrayList<>(List.of("backup", JSON, "--host", host(host), "--tag", tags.joined()));
    excludes.forEach(pattern -> words.addAll(List.of("--exclude", pattern)));
    return with(words, paths);
  }

  /** Of everybody, the oldest first. */
  public static List<String> snapshots() {
    return List.of("snapshots", JSON);
  }

  public static List<String> snapshots(String source, String host) {
    return List.of("snapshots", JSON, "--tag", SnapshotTags.of(source), "--host", host(host));
  }

  /**
   * What is kept of one source on one host; no other snapshot is looked at. Removes no data: that
   * is {@link #prune}.
   *
   * @throws IllegalArgumentException where nothing would be kept
   */
  public static List<String> forget(String source, String host, Keep keep, boolean dryRun) {
    List<String> words = new ArrayList<>(List.of("forget", JSON, "--group-by", "host"));
    words.addAll(List.of("--tag", SnapshotTags.of(source), "--host", host(host)));
    int options = words.size();
    keep(words, "--keep-daily", keep.daily());
    keep(words, "--keep-weekly", keep.weekly());
    keep(words, "--keep-monthly", keep.monthly());
    if (words.size() == options) {
      throw new IllegalArgumentException(
          "a policy that keeps nothing would remove every snapshot of %s: keep at least one day"
              .formatted(source));
    }
    if (dryRun) {
      words.add("--dry-run");
    }
    return List.copyOf(words);
  }

  private static void keep(List<String> words, String option, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("%s cannot be %d".formatted(option, count));
    }
    if (count > 0) {
      words.addAll(List.of(option, Integer.toString(count)));
    }
  }

  /** Exactly these, whatever any policy says. */
  public static List<String> forgetIds(List<String> snapshots, boolean dryRun) {
    if (snapshots.isEmpty()) {
      throw new IllegalArgumentException("no snapshot is named");
    }
    List<String> words = new ArrayList<>(List.of("forget"));
    if (dryRun) {
      words.add("--dry-run");
    }
    return with(words, ids(snapshots));
  }

  public static List<String> prune() {
    return List.of("prune");
  }

  /**
   * The structure of the whole repository. Without {@code --json}: versions before 0.18 then say
   * nothing of their verdict.
   */
  public static List<String> check() {
    return List.of("check");
  }

  /**
   * The structure, and the data of part n of t; after all parts everything was read.
   *
   * @param part from 1
   * @param parts at most 256, restic's limit
   */
  public static List<String> check(int part, int parts) {
    if (part < 1 || part > parts || parts > 256) {
      throw new IllegalArgumentException(
          "part %d of %d cannot be read: the first is 1, the most are 256".formatted(part, parts));
    }
    return List.of("check", "--read-data-subset=%d/%d".formatted(part, parts));
  }

  /**
   * Which snapshots have files in a pack. Before 0.17 it finds nothing for packs of trees, and ends
   * in an error where the pack's own list is damaged: {@link DamageSearch} does without it.
   */
  public static List<String> findPack(List<String> packs) {
    return with(List.of("find", JSON, NO_CACHE, "--pack"), ids(packs));
  }

  /**
   * Which snapshots have files with these blobs, or trees that cannot be loaded. As text: {@code
   * --json} leaves the trees out in newer versions, and is one line without end.
   */
  static List<String> findBlobs(List<String> blobs) {
    return with(List.of("find", NO_CACHE, "--blob"), ids(blobs));
  }

  /** Everything in a snapshot, a line each. */
  public static List<String> ls(String snapshot) {
    return with(List.of("ls", JSON, NO_CACHE), ids(List.of(snapshot)));
  }

  /**
   * @param includes absolute paths in the snapshot, with all below them; empty for everything
   * @param target folder; what is in it already may be overwritten
   */
  public static List<String> restore(String snapshot, List<String> includes, String target) {
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException(
          "'%s' is no place to restore to: it must be an absolute path".formatted(target));
    }
    List<String> words = new ArrayList<>(List.of("restore", JSON, NO_CACHE, "--target", target));
    includes.forEach(path -> words.addAll(List.of("--include", literally(path))));
    return with(words, ids(List.of(snapshot)));
  }

  /** restic takes patterns; a file's name may hold what is special in them. */
  private static String literally(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException(
          "'%s' is no path in a snapshot: those begin with /".formatted(path));
    }
    return path.replaceAll("([\\\\*?\\[\\]])", "\\\\$1");
  }

  /** Bytes in the repository, after compression. */
  public static List<String> stats() {
    return List.of("stats", JSON, "--mode", "raw-data");
  }

  /** Bytes in the repository that a source's snapshots need; what two share counts for both. */
  public static List<String> usage(String source) {
    return List.of("stats", JSON, "--mode", "raw-data", "--tag", SnapshotTags.of(source));
  }

  /** Files and bytes a restore of this snapshot writes. */
  public static List<String> stats(String snapshot) {
    return with(List.of("stats", JSON, "--mode", "restore-size"), ids(List.of(snapshot)));
  }

  /** What changed from one snapshot to the other. */
  public static List<String> diff(String from, String to) {
    return with(List.of("diff", JSON), ids(List.of(from, to)));
  }

  /** Works while the repository is locked. */
  public static List<String> listLocks() {
    return List.of("list", "locks", NO_CACHE, NO_LOCK);
  }

  /** Works while the repository is locked. */
  public static List<String> catLock(String lock) {
    return with(List.of("cat", NO_CACHE, NO_LOCK), List.of("lock", ResticId.require(lock)));
  }

  /** Also those that cannot be read. */
  static List<String> listSnapshots() {
    return List.of("list", "snapshots", NO_CACHE);
  }

  static List<String> readableSnapshots() {
    return List.of("snapshots", JSON, NO_CACHE);
  }

  static List<String> listIndexes() {
    return List.of("list", "index", NO_CACHE);
  }

  static List<String> catIndex(String index) {
    return with(List.of("cat", NO_CACHE), List.of("index", ResticId.require(index)));
  }

  /** Ends with 0 only where the blob is what its id says. Its output is the blob. */
  static List<String> catBlob(String blob) {
    return with(List.of("cat", NO_CACHE), List.of("blob", ResticId.require(blob)));
  }

  private static List<String> ids(List<String> ids) {
    ids.forEach(ResticId::require);
    return ids;
  }

  private static String host(String host) {
    return Optional.of(host)
        .filter(name -> !name.isBlank())
        .orElseThrow(() -> new IllegalArgumentException("a snapshot needs the host it is of"));
  }

  private static List<String> with(List<String> words, List<String> operands) {
    List<String> all = new ArrayList<>(words);
    all.add(END_OF_OPTIONS);
    all.addAll(operands);
    return List.copyOf(all);
  }
}
