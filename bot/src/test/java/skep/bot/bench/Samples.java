package skep.bot.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Times of the same thing done several times. */
final class Samples {
  private final List<Duration> times = new ArrayList<>();

  void add(Duration time) {
    times.add(time);
  }

  double medianSeconds() {
    List<Duration> sorted = times.stream().sorted().toList();
    return sorted.get(sorted.size() / 2).toNanos() / 1e9;
  }

  /** Median, and between what it varied. */
  @Override
  public String toString() {
    List<Duration> sorted = times.stream().sorted().toList();
    return "%.3f s (%.3f to %.3f, %d runs)"
        .formatted(
            medianSeconds(),
            sorted.getFirst().toNanos() / 1e9,
            sorted.getLast().toNanos() / 1e9,
            sorted.size());
  }
}
