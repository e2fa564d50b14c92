package skep.commands.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Moments and series as people read them. */
final class Measures {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Measures() {}

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
