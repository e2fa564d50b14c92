package skep.secrets.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random values in random texts, in every encoding, wrapped anywhere: none of them comes through.
 */
class RedactionPropertyTest {
  private static final String[] ALPHABETS = {
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
    "abcABC012!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "ab \t\n\\n'\"",
    "aäöü€漢😀\u00a0\u2028é'\"",
    "ab\u0000\u0001\u0007\b\u000b\f\u001b\u007f\u0085\r\n",
  };
  private static final Pattern EDGE =
      Pattern.compile("^[\\s\\u0085]+|[\\s\\u0085]+$", Pattern.UNICODE_CHARACTER_CLASS);
  private static final List<String> PREFIXES =
      List.of(
          "",
          "",
          "  ",
          "\t",
          "> ",
          "> > ",
          "| ",
          "# ",
          "web.1.abc123@node-1    | ",
          "2026-11-23T12:00:00 INFO skep.bot.Main ");
  private static final Map<String, UnaryOperator<String>> ENCODINGS =
      new TreeMap<>(
          Map.of(
              "plain", text -> text,
              "base64", text -> Base64.getEncoder().encodeToString(text.getBytes(UTF_8)),
              "base64url", text -> Base64.getUrlEncoder().encodeToString(text.getBytes(UTF_8)),
              "hex", text -> HexFormat.of().formatHex(text.getBytes(UTF_8)),
              "url", text -> URLEncoder.encode(text, UTF_8),
              "json", Json::escaped,
              "ascii", Json::ascii,
              "single", text -> text.replace("'", "'\\''"),
              "yaml", text -> text.replace("'", "''"),
              "html",
                  text -> text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void noFormOfAnyValueComesThrough(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 40; round++) {
      List<String> values = values(random, 1 + random.nextInt(8));
      Redaction redaction = Redaction.of(values.stream().map(SecretValue::of).toList());
      for (String value : values) {
        ENCODINGS.forEach((name, encoding) -> {
          String form = wrapped(random, encoding.apply(value));
          String text = "is [" + form + "] here";
          assertThat(redaction.apply(text))
              .as("%s of %s in %s", name, visible(value), visible(text))
              .isEqualTo("is [(redacted)] here");
        });
      }
    }
  }

  private static String visible(String text) {
    return Json.ascii(text);
  }

  private static List<String> values(Random random, int count) {
    List<String> values = new ArrayList<>();
    while (values.size() < count) {
      String value =
          random(random, ALPHABETS[random.nextInt(ALPHABETS.length)], 8 + random.nextInt(80));
      String stripped = EDGE.matcher(value).replaceAll("");
      if (stripped.length() >= 8) {
        values.add(stripped);
      }
    }
    return values;
  }

  private static String random(Random random, String alphabet, int length) {
    int[] characters = alphabet.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }

  /** At a random width, or not at all. */
  private static String wrapped(Random random, String form) {
    if (random.nextInt(3) == 0) {
      return form;
    }
    int width = 1 + random.nextInt(form.length());
    String prefix = PREFIXES.get(random.nextInt(PREFIXES.size()));
    StringBuilder wrapped = new StringBuilder();
    for (int at = 0; at < form.length(); at += width) {
      wrapped
          .append(at == 0 ? "" : "\n" + prefix)
          .append(form, at, Math.min(form.length(), at + width));
    }
    return wrapped.toString();
  }
}
