package skep.deploy.stack.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.OptionalLong;

/** Processors, in billionths: {@code 0.5} and {@code 1/2} are 500,000,000. */
public final class CpuCount {
  private CpuCount() {}

  /** Empty where the text is no number, or finer than a billionth. */
  public static OptionalLong parse(String text) {
    try {
      int slash = text.indexOf('/');
      if (slash >= 0) {
        BigDecimal parts = new BigDecimal(new BigInteger(text.substring(0, slash)), -9);
        BigDecimal whole = new BigDecimal(new BigInteger(text.substring(slash + 1)));
        return OptionalLong.of(parts.divide(whole).longValueExact());
      }
      return OptionalLong.of(new BigDecimal(text).movePointRight(9).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
