package skep.deploy.stack.value;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Go writes them: {@code 1h30m}, {@code 1.5s}, {@code 500ms}, {@code 0}. */
public final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "μs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L);

  private static final int LONGEST = 100;

  private GoDuration() {}

  /** Nanoseconds; empty where the text is no duration, or longer than Go's 290 years. */
  public static OptionalLong parse(String text) {
    if (text.length() > LONGEST) {
      return OptionalLong.empty();
    }
    boolean negative = text.startsWith("-");
    String rest = negative || text.startsWith("+") ? text.substring(1) : text;
    if (rest.equals("0")) {
      return OptionalLong.of(0);
    }
    Matcher part = PART.matcher(rest);
    BigDecimal sum = BigDecimal.ZERO;
    int end = 0;
    while (part.find() && part.start() == end) {
      BigDecimal nanos =
          new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(NANOS.get(part.group(2))));
      sum = sum.add(nanos.setScale(0, RoundingMode.DOWN));
      end = part.end();
    }
    if (end == 0 || end != rest.length()) {
      return OptionalLong.empty();
    }
    if (sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(negative ? -sum.longValue() : sum.longValue());
  }
}
