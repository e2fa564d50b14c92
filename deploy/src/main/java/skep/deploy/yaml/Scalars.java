package skep.deploy.yaml;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a plain scalar means: YAML 1.2's core schema with the leniency of the Go parser the Docker
 * CLI uses (legacy octals, underscores in numbers; {@code yes} and {@code on} stay text).
 */
final class Scalars {
  private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUES = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSES = Set.of("false", "False", "FALSE");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern INFINITE = Pattern.compile("[-+]?\\.(inf|Inf|INF)");
  private static final Set<String> NOT_A_NUMBER = Set.of(".nan", ".NaN", ".NAN");

  private static final int LONGEST_NUMBER = 400;

  private Scalars() {}

  static Object resolve(String text) {
    if (NULLS.contains(text)) {
      return YamlNode.YamlScalar.NULL;
    }
    if (TRUES.contains(text)) {
      return true;
    }
    if (FALSES.contains(text)) {
      return false;
    }
    return number(text).map(Object.class::cast).orElse(text);
  }

  static Optional<Number> number(String text) {
    // No number of more digits fits the largest type; working it out would only take time.
    if (text.isEmpty()
        || text.length() > LONGEST_NUMBER
        || "+-.0123456789".indexOf(text.charAt(0)) < 0) {
      return Optional.empty();
    }
    String digits = text.replace("_", "");
    Optional<Number> whole = whole(digits);
    if (whole.isPresent()) {
      return whole;
    }
    if (FLOAT.matcher(digits).matches()) {
      return Optional.of(Double.parseDouble(digits));
    }
    if (INFINITE.matcher(text).matches()) {
      return Optional.of(
          text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    return NOT_A_NUMBER.contains(text) ? Optional.of(Double.NaN) : Optional.empty();
  }

  private static Optional<Number> whole(String digits) {
    boolean negative = digits.startsWith("-");
    String body = negative || digits.startsWith("+") ? digits.substring(1) : digits;
    int radix = 10;
    if (body.length() > 1 && body.charAt(0) == '0') {
      radix =
          switch (body.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> -8;
          };
      body = body.substring(radix == -8 ? 1 : 2);
    }
    int base = Math.abs(radix);
    if (body.isEmpty() || !body.chars().allMatch(c -> c < 128 && Character.digit(c, base) >= 0)) {
      return Optional.empty();
    }
    BigInteger value = new BigInteger(body, base);
    BigInteger signed = negative ? value.negate() : value;
    return Optional.of(signed.bitLength() < 64 ? (Number) signed.longValue() : signed);
  }
}
