package skep.secrets.redaction;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A value in a JSON string: programs differ in what they escape beyond what must be. */
final class JsonForms {
  /**
   * What is written as a number though it need not be: nothing, as Go for HTML, as Gson, as .NET;
   * and control characters that have a short escape.
   */
  private static final List<String> NUMBERED =
      List.of("", "<>&", "<>&'=", "<>&'+`\"", "\b\f", "<>&\b\f");

  private JsonForms() {}

  static Stream<String> of(String text) {
    return NUMBERED.stream()
        .flatMap(numbered -> Stream.of(new Style(numbered, true), new Style(numbered, false)))
        .flatMap(style -> Stream.of(style.ascii(text, true), style.ascii(text, false)))
        .flatMap(form -> Stream.of(form, form.replace("/", "\\/")))
        .flatMap(form -> Stream.of(form, within(form)));
  }

  /** JSON that is itself a string in JSON, as a logged request is. */
  private static String within(String json) {
    return json.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /**
   * @param upper the hexadecimal digits
   */
  private record Style(String numbered, boolean upper) {
    String ascii(String text, boolean ascii) {
      return text.chars()
          .mapToObj(c -> isNumbered((char) c, ascii) ? number((char) c) : escaped((char) c))
          .collect(Collectors.joining());
    }

    private boolean isNumbered(char c, boolean ascii) {
      return numbered.indexOf(c) >= 0 || (ascii && c >= 0x7F);
    }

    private String escaped(char c) {
      return switch (c) {
        case '"' -> "\\\"";
        case '\\' -> "\\\\";
        case '\n' -> "\\n";
        case '\r' -> "\\r";
        case '\t' -> "\\t";
        case '\b' -> "\\b";
        case '\f' -> "\\f";
        default -> c < ' ' ? number(c) : String.valueOf(c);
      };
    }

    private String number(char c) {
      return (upper ? "\\u%04X" : "\\u%04x").formatted((int) c);
    }
  }
}
