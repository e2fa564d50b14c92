package skep.deploy.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A node of a document. An aliased node is the same object wherever its alias stands. */
public sealed interface YamlNode {
  Mark mark();

  /** What it is, for a message: {@code a mapping}, {@code a list}, {@code the number 5}. */
  String described();

  /** A mapping in document order, merge keys ({@code <<}) already merged in, keys unique. */
  record YamlMapping(Mark mark, List<Entry> entries) implements YamlNode {
    public YamlMapping {
      entries = List.copyOf(entries);
    }

    public Optional<YamlNode> get(String key) {
      return entries.stream().filter(e -> e.name().equals(key)).findFirst().map(Entry::value);
    }

    public List<String> keys() {
      List<String> keys = new ArrayList<>();
      entries.forEach(entry -> keys.add(entry.name()));
      return keys;
    }

    @Override
    public String described() {
      return "a mapping";
    }
  }

  /** One key and its value; a key may be any scalar, readers decide which they take. */
  record Entry(YamlScalar key, YamlNode value) {
    public String name() {
      return key.text();
    }
  }

  /** A list. */
  record YamlSequence(Mark mark, List<YamlNode> items) implements YamlNode {
    public YamlSequence {
      items = List.copyOf(items);
    }

    @Override
    public String described() {
      return "a list";
    }
  }

  /**
   * A scalar.
   *
   * @param text as written (quotes and escapes resolved)
   * @param value {@code String}, {@code Long}, {@code BigInteger}, {@code Double}, {@code Boolean},
   *     or {@link #NULL}
   * @param plain whether it stood there without quotes
   */
  record YamlScalar(Mark mark, String text, Object value, boolean plain) implements YamlNode {
    /** The value of {@code null}, {@code ~} and of nothing at all. */
    public static final Object NULL =
        new Object() {
          @Override
          public String toString() {
            return "null";
          }
        };

    /** A string scalar, for nodes made by readers rather than by the parser. */
    public static YamlScalar string(Mark mark, String text) {
      return new YamlScalar(mark, text, text, false);
    }

    public boolean isNull() {
      return value == NULL;
    }

    @Override
    public String described() {
      return switch (value) {
        case String text -> "the text \"" + abbreviated(text) + "\"";
        case Boolean truth -> "the truth value " + truth;
        case Number number -> "the number " + number;
        default -> "nothing";
      };
    }

    private static String abbreviated(String text) {
      return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
  }
}
