package skep.secrets.redaction;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** A value in an address: programs differ in what they leave as it is. */
final class PercentForms {
  /** RFC 3986, curl, Go's query. */
  private static final String UNRESERVED = "-_.~";

  private static final List<String> LEFT =
      List.of(
          UNRESERVED,
          "-_.*", // Java's URLEncoder, HTML forms
          "-_.~/", // Python
          "-_.!~*'()", // JavaScript's encodeURIComponent
          "-_.!~*'();/?:@&=+$,#", // JavaScript's encodeURI
          "-_.~$&+=:@", // Go's path
          "-_.~!$&'()*+,;="); // a URI's user and password

  private static final List<HexFormat> DIGITS =
      List.of(HexFormat.of().withUpperCase(), HexFormat.of());

  private PercentForms() {}

  static Stream<String> of(byte[] bytes) {
    return DIGITS.stream().flatMap(digits -> of(bytes, digits));
  }

  private static Stream<String> of(byte[] bytes, HexFormat digits) {
    return Stream.concat(
        LEFT.stream()
            .map(left -> encoded(bytes, left, "%", digits))
            .flatMap(form -> Stream.of(form, form.replace("%20", "+"))),
        Stream.of(encoded(bytes, UNRESERVED, "%25", digits)));
  }

  private static String encoded(byte[] bytes, String left, String sign, HexFormat digits) {
    StringBuilder form = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      if (b > ' ' && (Character.isLetterOrDigit(b) || left.indexOf(b) >= 0)) {
        form.append((char) b);
      } else {
        form.append(sign).append(digits.toHexDigits(b));
      }
    }
    return form.toString();
  }
}
