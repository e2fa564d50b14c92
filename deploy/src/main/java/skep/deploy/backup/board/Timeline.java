package skep.deploy.backup.board;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import skep.deploy.backup.Entry;
import skep.deploy.backup.History;
import skep.deploy.backup.RunKind;

/**
 * How large something was and how long its backup took, day by day (UTC).
 *
 * @param bytes of the newest snapshots by the end of the day
 * @param took of the days on which there was a run
 */
public record Timeline(
    String name, SortedMap<LocalDate, Long> bytes, SortedMap<LocalDate, Duration> took) {
  /** A snapshot counts on the days after it for so long: sources may run once a month. */
  private static final int COUNTS = 35;

  public Timeline {
    bytes = Collections.unmodifiableSortedMap(new TreeMap<>(bytes));
    took = Collections.unmodifiableSortedMap(new TreeMap<>(took));
  }

  /** Of all nodes together: sizes are added, and they run side by side, so the slowest counts. */
  public static List<Timeline> bySource(List<History> histories, LocalDate from, LocalDate to) {
    return histories.stream()
        .filter(history -> !history.source().equals(History.REPOSITORY))
        .map(history -> together(history.source(), byNode(history, from, to), Timeline::longer))
        .filter(timeline -> !timeline.bytes().isEmpty())
        .toList();
  }

  public static List<Timeline> byNode(History history, LocalDate from, LocalDate to) {
    return history.nodes().stream()
        .map(node -> ofNode(history, node, from, to))
        .filter(timeline -> !timeline.bytes().isEmpty())
        .toList();
  }

  /** The largest of them, the rest summed as one; the largest first. */
  public static List<Timeline> atMost(int most, List<Timeline> all) {
    List<Timeline> sorted =
        all.stream()
            .sorted(
                Comparator.comparingLong(Timeline::newest).reversed().thenComparing(Timeline::name))
            .toList();
    if (sorted.size() <= most) {
      return sorted;
    }
    List<Timeline> rest = sorted.subList(most - 1, sorted.size());
    List<Timeline> shown = new ArrayList<>(sorted.subList(0, most - 1));
    shown.add(together(rest.size() + " others, summed", rest, Duration::plus));
    return shown;
  }

  private long newest() {
    return bytes.lastEntry().getValue();
  }

  private static Timeline ofNode(History history, String node, LocalDate from, LocalDate to) {
    TreeMap<LocalDate, Long> seen = new TreeMap<>();
    TreeMap<LocalDate, Duration> took = new TreeMap<>();
    for (Entry entry : history.of(RunKind.BACKUP, node).toList().reversed()) {
      LocalDate day = LocalDate.ofInstant(entry.begun(), ZoneOffset.UTC);
      if (Row.hasSnapshot(entry) && !day.isAfter(to)) {
        seen.put(day, entry.bytes());
        took.merge(day, entry.took(), Timeline::longer);
      }
    }
    TreeMap<LocalDate, Long> bytes = new TreeMap<>();
    for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
      Map.Entry<LocalDate, Long> last = seen.floorEntry(day);
      if (last != null && !last.getKey().isBefore(day.minusDays(COUNTS))) {
        bytes.put(day, last.getValue());
      }
    }
    return new Timeline(node, bytes, took.tailMap(from));
  }

  private static Timeline together(String name, List<Timeline> all, BinaryOperator<Duration> both) {
    SortedMap<LocalDate, Long> bytes = new TreeMap<>();
    SortedMap<LocalDate, Duration> took = new TreeMap<>();
    for (Timeline one : all) {
      one.bytes().forEach((day, size) -> bytes.merge(day, size, Long::sum));
      one.took().forEach((day, time) -> took.merge(day, time, both));
    }
    return new Timeline(name, bytes, took);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }
}
