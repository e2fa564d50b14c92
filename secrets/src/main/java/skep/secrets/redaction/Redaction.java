package skep.secrets.redaction;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;

/**
 * Replaces every known secret value in a text, also where it stands base64-, URL- or JSON-encoded.
 * One pass over the text however many values there are (Aho and Corasick, 1975). Values under
 * {@link #SHORTEST} characters are left alone: replacing them would tear ordinary words apart.
 */
public final class Redaction {
  public static final int SHORTEST = 6;
  public static final String MARK = "(redacted)";

  /** Nothing is known yet: texts pass as they are. */
  public static final Redaction NONE = new Redaction(Set.of());

  private final Set<String> patterns;
  private final Node root = new Node();

  private Redaction(Set<String> patterns) {
    this.patterns = Set.copyOf(patterns);
    this.patterns.forEach(this::insert);
    linkFailures();
  }

  public static Redaction of(Collection<SecretValue> values) {
    return NONE.with(values);
  }

  /** This redaction and these values besides. */
  public Redaction with(Collection<SecretValue> values) {
    Set<String> all = new LinkedHashSet<>(patterns);
    values.forEach(value -> all.addAll(forms(value)));
    return all.size() == patterns.size() ? this : new Redaction(all);
  }

  public String apply(String text) {
    List<int[]> hits = hits(text);
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
    Node at = root;
    for (int i = 0; i < text.length(); i++) {
      at = at.step(text.charAt(i), root);
      if (at.longest > 0) {
        int start = i + 1 - at.longest;
        while (!hits.isEmpty() && hits.getLast()[1] >= start) {
          start = Math.min(start, hits.removeLast()[0]);
        }
        hits.add(new int[] {start, i + 1});
      }
    }
    return hits;
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

  private void insert(String pattern) {
    Node at = root;
    for (int i = 0; i < pattern.length(); i++) {
      at = at.next.computeIfAbsent(pattern.charAt(i), c -> new Node());
    }
    at.longest = pattern.length();
  }

  private void linkFailures() {
    Queue<Node> queue = new ArrayDeque<>();
    root.next
        .values()
        .forEach(child -> {
          child.failure = root;
          queue.add(child);
        });
    while (!queue.isEmpty()) {
      Node node = queue.remove();
      node.next.forEach((letter, child) -> {
        child.failure = node.failure.step(letter, root);
        child.longest = Math.max(child.longest, child.failure.longest);
        queue.add(child);
      });
    }
  }

  private static final class Node {
    private final Map<Character, Node> next = new HashMap<>();
    private Node failure = this;
    private int longest;

    Node step(char letter, Node root) {
      Node at = this;
      while (at != root && !at.next.containsKey(letter)) {
        at = at.failure;
      }
      return at.next.getOrDefault(letter, root);
    }
  }
}
