package skep.secrets.redaction;

import java.util.Base64;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Base64 of a value that may stand anywhere within what was encoded. */
final class Base64Forms {
  private Base64Forms() {}

  static Stream<String> of(byte[] bytes) {
    return IntStream.range(0, 3)
        .boxed()
        .flatMap(shift -> at(bytes, shift))
        .flatMap(form ->
            Stream.of(
                form,
                form.replace('+', '-').replace('/', '_'),
                form.replace("/", "\\/"),
                percent(form, "%2B", "%2F", "%3D"),
                percent(form, "%2b", "%2f", "%3d"),
                percent(form, "\\u002B", "/", "=")));
  }

  /** It starts at one of three offsets within base64's groups, and may be the last. */
  private static Stream<String> at(byte[] bytes, int shift) {
    byte[] shifted = new byte[bytes.length + shift];
    System.arraycopy(bytes, 0, shifted, shift, bytes.length);
    String whole = Base64.getEncoder().encodeToString(shifted);
    int head = shift == 0 ? 0 : shift + 1;
    int full = (shifted.length * 8 + 5) / 6;
    int tail = full - (shifted.length % 3 == 0 ? 0 : 1);
    return Stream.of(
        whole.substring(head, tail), whole.substring(head, full), whole.substring(head));
  }

  private static String percent(String form, String plus, String slash, String equals) {
    return form.replace("+", plus).replace("/", slash).replace("=", equals);
  }
}
