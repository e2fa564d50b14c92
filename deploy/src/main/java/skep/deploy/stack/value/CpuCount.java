package skep.deploy.stack.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;

/** Processors, in billionths: {@code 0.5} and {@code 1/2} are 500,000,000. */
public final class CpuCount {
  private CpuCount() {}

  private static final int LONGEST = 40;
  private static final int MOST_DIGITS = 30;

  /** Empty where the text is no number, negative, or finer than a billionth. */
  public static OptionalLong parse(String text) {
    if (text.length() > LONGEST) {
      return OptionalLong.empty();
    }
    OptionalLong count = exact(text);
    return count.isPresent() && count.getAsLong() < 0 ? OptionalLong.empty() : count;
  }

  private static OptionalLong exact(String text) {
    try {
      int slash = text.indexOf('/');
      if (slash >= 0) {
        BigDecimal parts = new BigDecimal(new BigInteger(text.substring(0, slash)), -9);
        BigDecimal whole = new BigDecimal(new BigInteger(text.substring(slash + 1)));
        return OptionalLong.of(parts.divide(whole).longValueExact());
      }
      BigDecimal number = new BigDecimal(text);
      // 1e99999999 is short to write and very long to work out.
      return Math.abs((long) number.scale()) > MOST_DIGITS
          ? OptionalLong.empty()
          : OptionalLong.of(number.movePointRight(9).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
