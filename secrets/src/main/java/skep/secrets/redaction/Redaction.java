package skep.secrets.redaction;

import static java.util.Comparator.comparingInt;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces every known secret value in a text, also where it stands base64-, URL- or JSON-encoded.
 * One pass over the text however many values there are: a rolling hash of the last few characters
 * tells where a value may begin (Karp and Rabin, 1987). Values under {@link #SHORTEST} characters
 * are left alone: replacing them would tear ordinary words apart.
 */
public final class Redaction {
  public static final int SHORTEST = 6;
  public static final String MARK = "(redacted)";

  private static final int BASE = 61;
  private static final int HIGHEST = BASE * BASE * BASE * BASE * BASE;

  /** Nothing is known yet: texts pass as they are. */
  public static final Redaction NONE = new Redaction(Set.of());

  private final Set<String> patterns;

  /** By the hash of their first characters, the longest first. */
  private final Map<Integer, List<String>> beginnings = new HashMap<>();

  private Redaction(Set<String> patterns) {
    this.patterns = patterns;
    for (String pattern : patterns) {
      beginnings.computeIfAbsent(hash(pattern), _ -> new ArrayList<>(1)).add(pattern);
    }
    beginnings.values().forEach(each -> each.sort(comparingInt(String::length).reversed()));
  }

  public static Redaction of(Collection<SecretValue> values) {
    return NONE.with(values);
  }

  /** This redaction and these values besides. */
  public Redaction with(Collection<SecretValue> values) {
    Set<String> all = new HashSet<>(patterns);
    values.forEach(value -> all.addAll(forms(value)));
    return all.size() == patterns.size() ? this : new Redaction(all);
  }

  public String apply(String text) {
    List<int[]> hits = text.length() < SHORTEST ? List.of() : hits(text);
    if (hits.isEmpty()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    int from = 0;
    for (int[] hit : hits) {
      out.append(text, from, hit[0]).append(MARK);
      from = hit[1];
    }
    return out.append(text, from, text.length()).toString();
  }

  /** Start and end of every stretch to replace, overlapping ones joined, in order. */
  private List<int[]> hits(String text) {
    List<int[]> hits = new ArrayList<>();
    int hash = hash(text);
    for (int start = 0; ; start++) {
      int length = longest(hash, text, start);
      if (length > 0) {
        if (!hits.isEmpty() && hits.getLast()[1] >= start) {
          hits.getLast()[1] = Math.max(hits.getLast()[1], start + length);
        } else {
          hits.add(new int[] {start, start + length});
        }
      }
      if (start + SHORTEST >= text.length()) {
        return hits;
      }
      hash = (hash - text.charAt(start) * HIGHEST) * BASE + text.charAt(start + SHORTEST);
    }
  }

  /** Of the longest pattern that stands here; 0 where none does. */
  private int longest(int hash, String text, int start) {
    for (String pattern : beginnings.getOrDefault(hash, List.of())) {
      if (text.startsWith(pattern, start)) {
        return pattern.length();
      }
    }
    return 0;
  }

  /** Of the first characters. */
  private static int hash(String text) {
    int hash = 0;
    for (int i = 0; i < SHORTEST; i++) {
      hash = hash * BASE + text.charAt(i);
    }
    return hash;
  }

  private static Set<String> forms(SecretValue value) {
    byte[] bytes = value.reveal();
    String text = new String(bytes, StandardCharsets.UTF_8);
    String stripped = text.strip();
    Set<String> forms = new LinkedHashSet<>();
    for (String form : List.of(text, stripped)) {
      forms.add(form);
      forms.add(URLEncoder.encode(form, StandardCharsets.UTF_8));
      forms.add(URLEncoder.encode(form, StandardCharsets.UTF_8).replace("+", "%20"));
      forms.add(jsonEscaped(form));
    }
    // A value inside a longer encoded text starts at one of three offsets within base64's groups.
    for (int shift = 0; shift < 3; shift++) {
      addBase64(forms, stripped.getBytes(StandardCharsets.UTF_8), shift);
    }
    forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    stripped.lines().filter(line -> line.strip().length() >= 16).forEach(forms::add);
    forms.removeIf(form -> form.length() < SHORTEST);
    return stripped.length() < SHORTEST ? Set.of() : forms;
  }

  private static void addBase64(Set<String> forms, byte[] bytes, int shift) {
    byte[] shifted = new byte[bytes.length + shift];
    System.arraycopy(bytes, 0, shifted, shift, bytes.length);
    String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int head = shift == 0 ? 0 : shift + 1;
    int tail = whole.length() - (shifted.length % 3 == 0 ? 0 : 1);
    if (tail - head >= SHORTEST) {
      String inner = whole.substring(head, tail);
      forms.add(inner);
      forms.add(inner.replace('+', '-').replace('/', '_'));
    }
  }

  private static String jsonEscaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }
}
