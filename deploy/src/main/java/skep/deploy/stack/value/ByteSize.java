package skep.deploy.stack.value;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory: {@code 50M}, {@code 1.5g}, {@code 512 KiB}; units are powers of 1024. */
public final class ByteSize {
  private static final Pattern SIZE =
      Pattern.compile("([0-9.]+(?:[eE][0-9]+)?) ?(?:([bB])|([kKmMgGtTpP])(?:[iI]?[bB])?)?");
  private static final String UNITS = "kmgtp";

  private static final int LONGEST = 100;

  private ByteSize() {}

  /** Bytes; empty where the text is no size, or more than there can be. */
  public static OptionalLong parse(String text) {
    Matcher size = SIZE.matcher(text);
    if (text.length() > LONGEST || !size.matches()) {
      return OptionalLong.empty();
    }
    try {
      double number = Double.parseDouble(size.group(1));
      String unit = size.group(3) == null ? "" : size.group(3);
      int power = unit.isEmpty() ? 0 : 1 + UNITS.indexOf(Character.toLowerCase(unit.charAt(0)));
      double bytes = number * Math.pow(1024, power);
      return bytes < Long.MAX_VALUE ? OptionalLong.of((long) bytes) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
