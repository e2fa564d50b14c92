package skep.secrets.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A value in a string as bash, YAML, Python, Go or JavaScript write it between their quotes. */
final class BackslashForms {
  private static final Map<Integer, String> COMMON =
      Map.of((int) '\\', "\\\\", (int) '\n', "\\n", (int) '\r', "\\r", (int) '\t', "\\t");

  private static final Map<Integer, String> OF_C =
      Map.of(7, "\\a", (int) '\b', "\\b", (int) '\f', "\\f", 11, "\\v");

  private static final Map<Integer, String> OF_YAML =
      Map.of(0, "\\0", 27, "\\e", 0x85, "\\N", 0xA0, "\\_", 0x2028, "\\L", 0x2029, "\\P");

  /**
   * @param quotes that are escaped
   * @param shorts escapes of a letter each
   * @param hidden how to write what cannot be printed
   * @param foreign how to write what is not ASCII
   */
  private record Style(
      String quotes,
      List<Map<Integer, String>> shorts,
      IntFunction<String> hidden,
      IntFunction<String> foreign) {
    String of(int c) {
      for (Map<Integer, String> each : shorts) {
        if (each.containsKey(c)) {
          return each.get(c);
        }
      }
      if (quotes.indexOf(c) >= 0) {
        return "\\" + (char) c;
      }
      return c < ' ' || c == 0x7F ? hidden.apply(c) : c > 0x7F ? foreign.apply(c) : plain(c);
    }
  }

  private static final List<Style> STYLES =
      List.of(
          // bash, which knows letters or bytes
          new Style("'", List.of(COMMON, OF_C, Map.of(27, "\\E")), c -> octal(c), c -> plain(c)),
          new Style("'", List.of(COMMON, OF_C, Map.of(27, "\\E")), c -> octal(c), c -> octal(c)),
          // Python: its strings, its bytes
          new Style("'", List.of(COMMON), c -> bytes(c), c -> plain(c)),
          new Style("'", List.of(COMMON), c -> bytes(c), c -> bytes(c)),
          new Style("", List.of(COMMON), c -> bytes(c), c -> plain(c)),
          new Style("", List.of(COMMON), c -> bytes(c), c -> bytes(c)),
          new Style("'", List.of(COMMON), c -> bytes(c), c -> code(c, false)),
          new Style("", List.of(COMMON), c -> bytes(c), c -> code(c, false)),
          // Go
          new Style("\"", List.of(COMMON, OF_C), c -> bytes(c), c -> plain(c)),
          new Style("\"", List.of(COMMON, OF_C), c -> bytes(c), c -> code(c, false)),
          // JavaScript
          new Style("'", List.of(COMMON, OF_C), c -> code(c, true), c -> plain(c)),
          // YAML
          new Style("\"", List.of(COMMON, OF_C, OF_YAML), c -> code(c, true), c -> plain(c)),
          new Style("\"", List.of(COMMON, OF_C, OF_YAML), c -> code(c, true), c -> code(c, true)),
          // where chat shows what cannot be seen
          new Style(
              "",
              List.of(Map.of((int) '\n', "⏎")),
              c -> unit(c),
              c -> isSeen(c) ? plain(c) : unit(c)));

  private BackslashForms() {}

  static Stream<String> of(String text) {
    return STYLES.stream()
        .map(style -> text.codePoints().mapToObj(style::of).collect(Collectors.joining()));
  }

  private static String plain(int c) {
    return Character.toString(c);
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String unit(int c) {
    return "\\u%04X".formatted(c);
  }

  private static String octal(int c) {
    return eachByte(c, "\\%03o");
  }

  private static String bytes(int c) {
    return eachByte(c, "\\x%02x");
  }

  private static String eachByte(int c, String format) {
    StringBuilder bytes = new StringBuilder();
    for (byte b : plain(c).getBytes(UTF_8)) {
      bytes.append(format.formatted(b & 0xFF));
    }
    return bytes.toString();
  }

  private static String code(int c, boolean upper) {
    String digits = upper ? "%X" : "%x";
    int width = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    String format = digits.replace("%", "%0" + width);
    return (width == 2 ? "\\x" : width == 4 ? "\\u" : "\\U") + format.formatted(c);
  }
}
