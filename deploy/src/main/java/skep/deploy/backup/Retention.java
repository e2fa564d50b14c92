package skep.deploy.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.restic.RetentionGroup;
import skep.deploy.restic.Snapshot;

/**
 * Which snapshots of a source go, decided before any does. What goes is named one by one, so that
 * nothing goes that nobody has seen.
 *
 * @param keep all that stay; {@code remove} all that go
 * @param refusal why none of them goes, and what a person can do; empty where they may
 */
public record Retention(List<Snapshot> keep, List<Snapshot> remove, Optional<String> refusal) {
  public Retention {
    keep = List.copyOf(keep);
    remove = List.copyOf(remove);
  }

  /**
   * @param groups what restic's own rule would do, one for each host
   * @param most share of a host's snapshots that may go at once, in percent
   */
  static Retention of(List<RetentionGroup> groups, History history, int most) {
    List<Snapshot> keep = new ArrayList<>();
    List<Snapshot> remove = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    for (RetentionGroup group : groups) {
      keep.addAll(group.keep());
      remove.addAll(group.remove());
      refusal(group, history, most).ifPresent(refusals::add);
    }
    return new Retention(
        keep,
        remove,
        refusals.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", refusals)));
  }

  private static Optional<String> refusal(RetentionGroup group, History history, int most) {
    if (group.remove().isEmpty()) {
      return Optional.empty();
    }
    if (group.keep().isEmpty()) {
      return Optional.of("no snapshot of %s would stay".formatted(group.host()));
    }
    Optional<Entry> verified = history.newestVerified(group.host());
    Optional<Snapshot> lost =
        verified.flatMap(entry ->
            group.remove().stream().filter(one -> one.isCalled(entry.snapshot())).findFirst());
    if (lost.isPresent()) {
      return Optional.of(
          "%s is the newest snapshot of %s a restore test has passed; it goes when a newer one has"
              .formatted(lost.get().brief(), group.host()));
    }
    int all = group.keep().size() + group.remove().size();
    return group.remove().size() * 100L > (long) most * all && group.remove().size() > 1
        ? Optional.of(
            "%d of %d snapshots of %s would go at once, more than prune.most: %d %%"
                .formatted(group.remove().size(), all, group.host(), most))
        : Optional.empty();
  }

  /** What is asked for, in short: whoever agreed to it agrees to no other. */
  static String mark(BackupPolicy.Keep keep) {
    return "%d/%d/%d".formatted(keep.daily(), keep.weekly(), keep.monthly());
  }

  /** Somebody has seen what the policy does, or it did nothing; kept in the source's history. */
  static Entry agreement(BackupPolicy.Keep keep, Instant now) {
    return new Entry(
        RunKind.RETENTION, now, Duration.ZERO, "", Verdict.GOOD, "", 0, 0, 0, mark(keep));
  }

  /** Whether this very policy was agreed to last. */
  static boolean isAgreed(BackupPolicy.Keep keep, History history) {
    return history
        .newest(RunKind.RETENTION, "")
        .filter(Entry::isGood)
        .filter(entry -> entry.why().equals(mark(keep)))
        .isPresent();
  }

  /** Whole ids of everything that is there. */
  Set<String> ids() {
    Set<String> ids = new HashSet<>();
    keep.forEach(one -> ids.add(one.id()));
    remove.forEach(one -> ids.add(one.id()));
    return ids;
  }
}
