package skep.deploy.plan.spec;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers of the Engine API as a stack file writes them. */
public final class Units {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;
  private static final String[] BYTES = {"", "K", "M", "G", "T"};

  private Units() {}

  /** Nanoseconds as {@code 1m30s}, {@code 500ms}; {@code 0s} for none. */
  public static String duration(long nanos) {
    if (nanos == 0) {
      return "0s";
    }
    if (nanos % MILLI != 0) {
      return nanos + "ns";
    }
    long seconds = nanos / SECOND;
    var text = new StringBuilder();
    append(text, seconds / 3600, "h");
    append(text, seconds % 3600 / 60, "m");
    append(text, seconds % 60, "s");
    append(text, nanos % SECOND / MILLI, "ms");
    return text.toString();
  }

  /** Bytes as {@code 50M} where that is exact, else the plain number. */
  public static String bytes(long bytes) {
    long rest = bytes;
    int unit = 0;
    while (rest != 0 && rest % 1024 == 0 && unit < BYTES.length - 1) {
      rest /= 1024;
      unit++;
    }
    return rest + BYTES[unit];
  }

  /** Billionths of a processor as {@code 0.5}. */
  public static String cpus(long nanoCpus) {
    return BigDecimal.valueOf(nanoCpus, 9).stripTrailingZeros().toPlainString();
  }

  /** File mode as {@code 0444}. */
  static String mode(long mode) {
    return String.format(Locale.ROOT, "%04o", mode);
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count != 0) {
      text.append(count).append(unit);
    }
  }
}
