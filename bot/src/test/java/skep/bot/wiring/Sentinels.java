package skep.bot.wiring;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Two hundred values nobody may ever see again, of the kinds people have. */
final class Sentinels {
  private static final String ODD =
      "abcdefghkmnpqrstuvwxyzABCDEFGHKMNPQRSTUVWXYZ23456789!$&'\"\\/<>+=%#@ ";

  private final Random random = new Random(4711);

  /** Among other assignments in an {@code .env} file, in the service's environment. */
  final List<String> environment = IntStream.range(0, 50).mapToObj(_ -> plain(24)).toList();

  /** As Docker secrets, a file each. */
  final List<String> files = IntStream.range(0, 50).mapToObj(_ -> odd(20)).toList();

  /** In YAML no stack uses. */
  final List<String> unused = IntStream.range(0, 50).mapToObj(i -> i + "-" + plain(30)).toList();

  /** Keys of several lines. */
  final List<String> keys = IntStream.range(0, 50).mapToObj(_ -> pem()).toList();

  private String plain(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(ODD.charAt(random.nextInt(48)));
    }
    return text.toString();
  }

  private String odd(int length) {
    StringBuilder text = new StringBuilder("x");
    for (int i = 0; i < length; i++) {
      text.append(ODD.charAt(random.nextInt(ODD.length())));
    }
    return text.append('x').toString();
  }

  private String pem() {
    return "-----BEGIN PRIVATE KEY-----\n%s\n%s\n-----END PRIVATE KEY-----\n"
        .formatted(plain(64), plain(40));
  }

  List<String> all() {
    List<String> all = new ArrayList<>(environment);
    all.addAll(files);
    all.addAll(unused);
    keys.forEach(key -> all.add(key.lines().toList().get(1)));
    return all;
  }

  /** What of these stands in a text, plain or as somebody's encoding of it. */
  static List<String> in(String text, List<String> values) {
    List<String> found = new ArrayList<>();
    for (String value : values) {
      byte[] bytes = value.getBytes(UTF_8);
      String base64 = Base64.getEncoder().withoutPadding().encodeToString(bytes);
      List<String> forms =
          List.of(
              value,
              // The last character of base64 depends on what follows.
              base64.substring(0, base64.length() - 1),
              URLEncoder.encode(value, UTF_8),
              URLEncoder.encode(value, UTF_8).replace("+", "%20"),
              value.replace("\\", "\\\\").replace("\"", "\\\""),
              value.replace("'", "''"),
              value.replace("'", "'\\''"),
              HexFormat.of().formatHex(bytes));
      forms.stream().filter(text::contains).findFirst().ifPresent(_ -> found.add(value));
    }
    return found;
  }
}
