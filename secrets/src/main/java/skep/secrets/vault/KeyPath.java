package skep.secrets.vault;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a value stands in its file: {@code db.password}, {@code hosts.0.token}. A dot that belongs
 * to a name is written {@code \.}.
 */
public record KeyPath(List<String> names) implements Comparable<KeyPath> {
  public KeyPath {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("a key has a name");
    }
  }

  public static KeyPath of(String... names) {
    return new KeyPath(List.of(names));
  }

  public static KeyPath parse(String text) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        name.append(text.charAt(++i));
      } else if (c == '.') {
        names.add(name.toString());
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
    names.add(name.toString());
    return new KeyPath(names);
  }

  KeyPath and(String name) {
    List<String> all = new ArrayList<>(names);
    all.add(name);
    return new KeyPath(all);
  }

  @Override
  public int compareTo(KeyPath other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return names.stream()
        .map(name -> name.replace("\\", "\\\\").replace(".", "\\."))
        .collect(Collectors.joining("."));
  }
}
