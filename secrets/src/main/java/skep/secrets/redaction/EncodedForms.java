package skep.secrets.redaction;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How programs print a value: as it is, in base64 and hexadecimal, and escaped for a URL, JSON,
 * YAML, a shell or HTML. Whitespace around a value is not part of it.
 */
final class EncodedForms {
  /** Of a longer value the beginning is known. */
  private static final int LONGEST = 64 * 1024;

  /** A line of a value that has several is a value of its own from this length on. */
  private static final int LINE = 16;

  /** All escapings leave these as they are. */
  private static final Pattern NOTHING_TO_ESCAPE = Pattern.compile("[\\w.-]*");

  private EncodedForms() {}

  /** The patterns the value is found by; none where it is too short to be looked for. */
  static Set<String> of(SecretValue value) {
    byte[] known = Arrays.copyOf(value.reveal(), Math.min(value.size(), LONGEST));
    if (!Redaction.covers(value)) {
      return Set.of();
    }
    Set<String> patterns = new HashSet<>();
    add(patterns, known);
    String text = new String(known, UTF_8).strip();
    List<String> lines = text.lines().map(String::strip).toList();
    if (lines.size() > 1) {
      lines.stream()
          .filter(line -> line.length() >= LINE)
          .forEach(line -> add(patterns, line.getBytes(UTF_8)));
    }
    return patterns;
  }

  private static void add(Set<String> patterns, byte[] value) {
    byte[] stripped = stripped(value);
    String text = new String(stripped, UTF_8).strip();
    Stream.of(
            escaped(text),
            PercentForms.of(stripped),
            Base64Forms.of(stripped),
            stripped.length == value.length ? Stream.<String>empty() : Base64Forms.of(value),
            Stream.of(
                HexFormat.of().formatHex(stripped),
                HexFormat.of().withUpperCase().formatHex(stripped)))
        .flatMap(forms -> forms)
        .distinct()
        .forEach(form -> patterns.addAll(Symbols.patterns(form)));
  }

  private static Stream<String> escaped(String text) {
    if (NOTHING_TO_ESCAPE.matcher(text).matches()) {
      return Stream.of(text);
    }
    return Stream.of(
            Stream.of(text, text.replace("$", "$$")),
            JsonForms.of(text),
            BackslashForms.of(text),
            ShellForms.of(text),
            MarkupForms.of(text))
        .flatMap(forms -> forms);
  }

  /** Whoever encodes bytes knows no whitespace but ASCII's. */
  private static byte[] stripped(byte[] value) {
    int from = 0;
    int end = value.length;
    while (from < end && isSpace(value[from])) {
      from++;
    }
    while (end > from && isSpace(value[end - 1])) {
      end--;
    }
    return Arrays.copyOfRange(value, from, end);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || (b >= '\t' && b <= '\r');
  }
}
