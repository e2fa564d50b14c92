package skep.commands.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Times and sizes as people say them. */
final class Measures {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Measures() {}

  /** How long ago or hence, in one unit: {@code 40 s}, {@code 12 min}, {@code 5 h}, {@code 3 d}. */
  static String age(Duration age) {
    if (age.toMinutes() < 2) {
      return age.toSeconds() + " s";
    }
    if (age.toHours() < 2) {
      return age.toMinutes() + " min";
    }
    return age.toDays() < 2 ? age.toHours() + " h" : age.toDays() + " d";
  }

  /** How long something took: {@code 12 s}, {@code 3 min 12 s}, {@code 2 h 3 min}. */
  static String took(Duration time) {
    if (time.toHours() > 0) {
      return "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
    }
    return time.toMinutes() > 0
        ? "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart())
        : time.toSeconds() + " s";
  }

  /** In powers of 1000: {@code 999 B}, {@code 1.2 GB}, {@code 34 GB}. */
  static String size(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= 999.5) {
      value /= 1000;
      unit++;
    }
    String number = unit > 0 && value < 9.95 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, number, value) + " " + UNITS[unit];
  }

  static String minute(Instant instant) {
    return MINUTE.format(instant);
  }

  /** One bar each, from nothing to the largest: half as much is half as high. */
  static String bars(List<Long> values) {
    long most = Math.max(1, values.stream().mapToLong(Long::longValue).max().orElse(1));
    StringBuilder bars = new StringBuilder();
    for (long value : values) {
      bars.append(BARS.charAt((int) Math.round((BARS.length() - 1.0) * value / most)));
    }
    return bars.toString();
  }
}
