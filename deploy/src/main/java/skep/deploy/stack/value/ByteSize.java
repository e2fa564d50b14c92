package skep.deploy.stack.value;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory: {@code 50M}, {@code 1.5g}, {@code 512 KiB}; units are powers of 1024. */
public final class ByteSize {
  private static final Pattern SIZE =
      Pattern.compile("([0-9.]+(?:[eE][0-9]+)?) ?(?:([bB])|([kKmMgGtTpP])(?:[iI]?[bB])?)?");
  private static final String UNITS = "kmgtp";

  private ByteSize() {}

  /** Bytes; empty where the text is no size. */
  public static OptionalLong parse(String text) {
    Matcher size = SIZE.matcher(text);
    if (!size.matches()) {
      return OptionalLong.empty();
    }
    try {
      double number = Double.parseDouble(size.group(1));
      String unit = size.group(3) == null ? "" : size.group(3);
      int power = unit.isEmpty() ? 0 : 1 + UNITS.indexOf(Character.toLowerCase(unit.charAt(0)));
      return OptionalLong.of((long) (number * Math.pow(1024, power)));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
