package skep.secrets.repository;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.attributes.Attribute;
import org.eclipse.jgit.attributes.AttributesRule;
import org.eclipse.jgit.util.QuotedString;

/**
 * One {@code .gitattributes}: patterns with attributes, and macros (gitattributes(5)). JGit reads
 * the attributes; its own reader of the file knows no quoted patterns.
 *
 * @param rules in the order of the file
 * @param macros by name; git reads them in the topmost file only
 */
record AttributesFile(List<Rule> rules, Map<String, List<Attribute>> macros) {
  /** Larger files are refused by git itself (since 2.41) and not read. */
  static final int LARGEST = 100 * 1024 * 1024;

  /** Longer lines are left out by git itself. */
  private static final int LONGEST_LINE = 2048;

  private static final String MACRO = "[attr]";

  record Rule(PathPattern pattern, List<Attribute> attributes) {}

  AttributesFile {
    rules = List.copyOf(rules);
    macros = Map.copyOf(macros);
  }

  static AttributesFile parse(byte[] content) {
    List<Rule> rules = new ArrayList<>();
    Map<String, List<Attribute>> macros = new HashMap<>();
    String text = new String(content, StandardCharsets.UTF_8);
    for (String line : text.replaceFirst("^\uFEFF", "").split("\n")) {
      String plain = plain(line);
      if (plain.startsWith(MACRO)) {
        String[] parts = plain.substring(MACRO.length()).strip().split("[ \t]+", 2);
        macros.put(parts[0], attributes(parts.length < 2 ? "" : parts[1]));
      } else if (!plain.isEmpty() && !plain.startsWith("#")) {
        rule(plain).ifPresent(rules::add);
      }
    }
    return new AttributesFile(rules, macros);
  }

  /** What git reads of a line: nothing behind a zero byte, and nothing of one that is too long. */
  private static String plain(String line) {
    int zero = line.indexOf('\0');
    String read = zero < 0 ? line : line.substring(0, zero);
    return read.getBytes(StandardCharsets.UTF_8).length < LONGEST_LINE ? read.strip() : "";
  }

  /** A pattern that begins with {@code !} is forbidden and left out, as git does. */
  private static Optional<Rule> rule(String line) {
    int closing = line.startsWith("\"") ? closingQuote(line) : -1;
    int end = closing > 0 ? closing + 1 : firstBlank(line);
    String written = line.substring(0, end);
    String pattern = closing > 0 ? QuotedString.GIT_PATH.dequote(written) : written;
    return pattern.isEmpty() || pattern.startsWith("!")
        ? Optional.empty()
        : Optional.of(
            new Rule(PathPattern.parse(pattern), attributes(line.substring(end).strip())));
  }

  private static int firstBlank(String line) {
    for (int i = 0; i < line.length(); i++) {
      if (line.charAt(i) == ' ' || line.charAt(i) == '\t') {
        return i;
      }
    }
    return line.length();
  }

  private static int closingQuote(String line) {
    for (int i = 1; i < line.length(); i++) {
      if (line.charAt(i) == '"') {
        return i;
      }
      if (line.charAt(i) == '\\') {
        i++;
      }
    }
    return -1;
  }

  private static List<Attribute> attributes(String text) {
    return text.isBlank() ? List.of() : new AttributesRule("*", text).getAttributes();
  }

  /** The attributes of the rules that match, the one that counts most first. */
  List<Attribute> of(String relativePath) {
    byte[] path = relativePath.getBytes(StandardCharsets.UTF_8);
    List<Attribute> found = new ArrayList<>();
    for (Rule rule : rules) {
      if (rule.pattern().matches(path)) {
        found.addAll(rule.attributes());
      }
    }
    Collections.reverse(found);
    return found;
  }
}
