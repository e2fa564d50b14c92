package skep.deploy.bucket;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parts of a repository, by the names restic gives them (its design document, "Repository
 * Layout"), and Skep's own folder beside them.
 */
public enum RepositoryFolder {
  DATA,
  INDEX,
  SNAPSHOTS,
  KEYS,
  LOCKS,
  /** A single object. */
  CONFIG,
  /** Skep's heartbeats. */
  SKEP,
  /** Whatever else lies there; nothing of restic's. */
  OTHER;

  private static final Map<String, RepositoryFolder> BY_NAME =
      Stream.of(values())
          .filter(folder -> folder != OTHER)
          .collect(Collectors.toMap(RepositoryFolder::word, Function.identity()));

  /** What restic cannot do without, in the order of what is lost with it. */
  static final List<RepositoryFolder> NEEDED = List.of(CONFIG, KEYS, SNAPSHOTS, INDEX, DATA, LOCKS);

  /** The folder of an object, by its key from the repository's root on. */
  public static RepositoryFolder of(String key) {
    int slash = key.indexOf('/');
    if (slash < 0) {
      return key.equals(CONFIG.word()) ? CONFIG : OTHER;
    }
    RepositoryFolder folder = BY_NAME.getOrDefault(key.substring(0, slash), OTHER);
    return folder == CONFIG ? OTHER : folder;
  }

  /** {@code snapshots}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What its keys begin with: {@code snapshots/}, {@code config}. */
  public String keys() {
    return this == CONFIG ? word() : word() + "/";
  }
}
