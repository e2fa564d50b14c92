package skep.deploy.backup.board;

import java.util.List;
import java.util.Optional;
import skep.deploy.backup.Entry;

/**
 * The newest size of a source's snapshots, or of the repository, beside those before.
 *
 * @param bytes of the newest
 * @param median of up to {@link #COMPARED} before it; empty where there is none
 * @param sizes of the newest snapshots, the oldest first, this one included
 */
public record SizeTrend(long bytes, Optional<Long> median, List<Long> sizes) {
  static final int COMPARED = 10;
  private static final int SHOWN = 14;

  public SizeTrend {
    sizes = List.copyOf(sizes);
  }

  /**
   * @param snapshots or checks, the newest first
   */
  static Optional<SizeTrend> of(List<Entry> snapshots) {
    if (snapshots.isEmpty()) {
      return Optional.empty();
    }
    List<Long> before = snapshots.stream().skip(1).limit(COMPARED).map(Entry::bytes).toList();
    List<Long> shown = snapshots.stream().limit(SHOWN).map(Entry::bytes).toList();
    return Optional.of(
        new SizeTrend(snapshots.getFirst().bytes(), median(before), shown.reversed()));
  }

  private static Optional<Long> median(List<Long> sizes) {
    List<Long> sorted = sizes.stream().sorted().toList();
    return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(sorted.size() / 2));
  }

  /** How much more than the median it is, in percent of it; less where negative. */
  public Optional<Long> percent() {
    return median
        .filter(usual -> usual > 0)
        .map(usual -> Math.round((bytes - usual) * 100.0 / usual));
  }
}
