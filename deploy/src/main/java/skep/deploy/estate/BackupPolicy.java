package skep.deploy.estate;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is backed up, when, and for how long it is kept.
 *
 * @param repository address of the restic repository
 * @param sources by name
 */
public record BackupPolicy(
    String repository,
    SortedMap<String, Source> sources,
    Keep keep,
    Optional<RestoreTest> restoreTest) {
  public BackupPolicy {
    sources = Collections.unmodifiableSortedMap(new TreeMap<>(sources));
  }

  /**
   * @param on {@code every-node}, or a placement constraint
   * @param schedule Quartz cron expression; empty for by hand only
   */
  public record Source(
      String on, List<String> paths, Optional<String> schedule, List<Step> before) {
    public Source {
      paths = List.copyOf(paths);
      before = List.copyOf(before);
    }
  }

  /** A command run in a container before the snapshot, such as a database dump. */
  public record Step(String image, List<String> command) {
    public Step {
      command = List.copyOf(command);
    }
  }

  /** How many snapshots of each age stay. */
  public record Keep(int daily, int weekly, int monthly) {
    static final Keep DEFAULT = new Keep(7, 4, 12);
  }

  /**
   * @param sample files compared
   */
  public record RestoreTest(String schedule, int sample) {}
}
