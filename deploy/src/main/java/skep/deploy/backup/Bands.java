package skep.deploy.backup;

import java.util.List;
import java.util.Optional;
import skep.deploy.estate.BackupPolicy.Band;

/**
 * Whether a snapshot is about as large as those before it. Judged by the median of the last ones,
 * so that one odd night shifts nothing, and what stays different is normal after a while.
 */
final class Bands {
  private static final int LAST = 7;

  /** Fewer say nothing about what is normal. */
  private static final int NEEDED = 3;

  private Bands() {}

  /**
   * What is odd about it, in a sentence; empty where nothing is.
   *
   * @param entry a good one
   */
  static Optional<Oddity> judge(Entry entry, History history, Band band) {
    List<Entry> before =
        history
            .of(RunKind.BACKUP, entry.node())
            .filter(one -> one.verdict() != Verdict.FAILED && one.verdict() != Verdict.PARTIAL)
            .limit(LAST)
            .toList();
    if (before.size() < NEEDED) {
      return Optional.empty();
    }
    return judge("bytes", entry.bytes(), median(before.stream().map(Entry::bytes).toList()), band)
        .or(() ->
            judge(
                "files", entry.files(), median(before.stream().map(Entry::files).toList()), band));
  }

  record Oddity(Verdict verdict, String why) {}

  private static Optional<Oddity> judge(String what, long now, long median, Band band) {
    double percent = median == 0 ? 100 : 100.0 * now / median;
    if (percent < band.least()) {
      return Optional.of(new Oddity(Verdict.SHRUNK, words(what, now, median, percent)));
    }
    return percent > band.most()
        ? Optional.of(new Oddity(Verdict.GROWN, words(what, now, median, percent)))
        : Optional.empty();
  }

  private static String words(String what, long now, long median, double percent) {
    return "%,d %s, %.0f %% of the usual %,d".formatted(now, what, percent, median);
  }

  private static long median(List<Long> values) {
    List<Long> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
