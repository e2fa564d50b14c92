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
    return seconds(50);
  }

  /** What so many in a hundred took at most. */
  double seconds(int percent) {
    List<Duration> sorted = times.stream().sorted().toList();
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)).toNanos() / 1e9;
  }

  String percentiles() {
    return "p50 %.1f ms, p99 %.1f ms (%d times)"
        .formatted(seconds(50) * 1000, seconds(99) * 1000, times.size());
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
