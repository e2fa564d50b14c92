package skep.secrets.vault;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code KEY=value} lines as Docker's {@code env_file} and dotenv have them, {@code export} allowed
 * before them. A value in quotes is the text between them, with the escapes of double quotes.
 */
final class EnvFile implements SecretDocument {
  private static final Pattern LINE =
      Pattern.compile(
          "(\\s*(?:export\\s+)?)([A-Za-z_][A-Za-z0-9_.-]*)(\\s*=[ \\t]*)(.*?)([ \\t]*\\r?\\n?)",
          Pattern.DOTALL);
  private static final Pattern BARE = Pattern.compile("[^\\s\"'#$\\\\`]*");

  private final List<String> lines;
  private final SortedMap<KeyPath, String> values;

  private EnvFile(List<String> lines, SortedMap<KeyPath, String> values) {
    this.lines = List.copyOf(lines);
    this.values = Collections.unmodifiableSortedMap(values);
  }

  /** Empty where a line is neither a comment nor a value, or a key stands twice. */
  static Optional<EnvFile> parse(String text) {
    List<String> lines = lines(text);
    SortedMap<KeyPath, String> values = new TreeMap<>();
    for (String line : lines) {
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()
          || values.put(KeyPath.of(parts.group(2)), unquoted(parts.group(4))) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new EnvFile(lines, values));
  }

  /** Each with its end. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < text.length(); ) {
      int end = text.indexOf('\n', from);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(from, next));
      from = next;
    }
    return lines;
  }

  private static String unquoted(String written) {
    if (written.length() < 2 || written.charAt(0) != written.charAt(written.length() - 1)) {
      return written;
    }
    String inner = written.substring(1, written.length() - 1);
    return switch (written.charAt(0)) {
      case '\'' -> inner;
      case '"' -> unescaped(inner);
      default -> written;
    };
  }

  private static String unescaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == text.length()) {
        plain.append(c);
        continue;
      }
      char next = text.charAt(++i);
      switch (next) {
        case 'n' -> plain.append('\n');
        case 'r' -> plain.append('\r');
        case 't' -> plain.append('\t');
        case '"', '\\', '$', '`' -> plain.append(next);
        default -> plain.append(c).append(next);
      }
    }
    return plain.toString();
  }

  private static String quoted(String value, String before) {
    if (BARE.matcher(value).matches() && !before.startsWith("\"") && !before.startsWith("'")) {
      return value;
    }
    if (before.startsWith("'") && value.indexOf('\'') < 0 && value.indexOf('\n') < 0) {
      return "'" + value + "'";
    }
    return '"'
        + value
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("$", "\\$")
            .replace("`", "\\`")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
        + '"';
  }

  @Override
  public SortedMap<KeyPath, String> values() {
    return values;
  }

  @Override
  public EnvFile with(KeyPath key, String value) {
    String name = key.toString().replace("\\.", ".");
    SortedMap<KeyPath, String> meant = new TreeMap<>(values);
    KeyPath whole = KeyPath.of(name);
    meant.put(whole, value);
    List<String> edited = new ArrayList<>(lines);
    int at = lineOf(name);
    if (at >= 0) {
      Matcher parts = LINE.matcher(lines.get(at));
      parts.matches();
      edited.set(
          at,
          parts.group(1) + name + parts.group(3) + quoted(value, parts.group(4)) + parts.group(5));
    } else {
      endLastLine(edited);
      edited.add(name + "=" + quoted(value, "") + lineEnd());
    }
    return SecretDocument.checked(parse(String.join("", edited)), meant, whole);
  }

  private void endLastLine(List<String> edited) {
    if (!edited.isEmpty() && !edited.getLast().endsWith("\n")) {
      edited.set(edited.size() - 1, edited.getLast() + lineEnd());
    }
  }

  private String lineEnd() {
    return lines.stream().anyMatch(line -> line.endsWith("\r\n")) ? "\r\n" : "\n";
  }

  @Override
  public EnvFile without(KeyPath key) {
    String name = key.toString().replace("\\.", ".");
    int at = lineOf(name);
    if (at < 0) {
      return this;
    }
    SortedMap<KeyPath, String> meant = new TreeMap<>(values);
    meant.remove(KeyPath.of(name));
    List<String> edited = new ArrayList<>(lines);
    edited.remove(at);
    return SecretDocument.checked(parse(String.join("", edited)), meant, key);
  }

  @Override
  public SortedMap<Integer, KeyPath> lines() {
    SortedMap<Integer, KeyPath> keys = new TreeMap<>();
    values.keySet().forEach(key -> keys.put(lineOf(key.names().getFirst()), key));
    return keys;
  }

  private int lineOf(String name) {
    for (int i = 0; i < lines.size(); i++) {
      Matcher parts = LINE.matcher(lines.get(i));
      if (!lines.get(i).strip().startsWith("#") && parts.matches() && parts.group(2).equals(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public byte[] bytes() {
    return String.join("", lines).getBytes(StandardCharsets.UTF_8);
  }
}
