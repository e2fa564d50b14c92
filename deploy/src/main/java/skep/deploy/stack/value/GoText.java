package skep.deploy.stack.value;

import java.math.BigDecimal;
import skep.deploy.stack.node.Node;

/** How the CLI prints a scalar where text is wanted (labels, variables, options). */
public final class GoText {
  private GoText() {}

  /** Nothing and values that are no scalars are blank. */
  public static String of(Node node) {
    return switch (node) {
      case Node.Text(var _, var value) -> value;
      case Node.Printed(var _, var printed) -> printed;
      case Node.Whole(var _, var value) -> Long.toString(value);
      case Node.Flag(var _, var value) -> Boolean.toString(value);
      case Node.Decimal(var _, var value) -> decimal(value);
      case Node.Nothing _, Node.Broken _, Node.Items _, Node.Fields _ -> "";
    };
  }

  /** Shortest form; an exponent from 1e6 up and below 1e-4. */
  private static String decimal(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (exponent >= -4 && exponent < 6) {
      return exact.toPlainString();
    }
    String digits = exact.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return "%s%se%s%02d"
        .formatted(value < 0 ? "-" : "", mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
