package skep.secrets.redaction;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values in a file that was kept encrypted: what stands behind a key in YAML, JSON or an {@code
 * .env} file, what is quoted, and otherwise each line. Looks at lines instead of parsing, as many
 * of these files are templates, and a file that does not parse keeps its values no less.
 */
public final class SecretLeaves {
  /** Larger files hold data and no passwords; their values are not learnt. */
  static final int LARGEST = 256 * 1024;

  private static final Pattern KEY =
      Pattern.compile("(?:- +)*(?:export +)?(\"[^\"]*\"|'[^']*'|[\\w./-]+)\\s*(?:: *|:$|=)(.*)");
  private static final Pattern QUOTED =
      Pattern.compile("(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|'((?:[^']|'')*+)')(\\s*:)?");
  private static final Pattern FLOW = Pattern.compile("[\\[{].*");
  private static final Pattern NO_VALUE = Pattern.compile("[|>][+-]?\\d?|[&*!][\\w-]+|\\{\\{.*}}");

  private final Set<SecretValue> found = new LinkedHashSet<>();

  private SecretLeaves() {}

  public static Collection<SecretValue> of(byte[] content) {
    SecretLeaves leaves = new SecretLeaves();
    if (content.length <= LARGEST) {
      text(content)
          .ifPresentOrElse(
              text -> text.lines().map(String::strip).forEach(leaves::line),
              () -> leaves.found.add(SecretValue.of(content)));
    }
    return leaves.found;
  }

  private static Optional<String> text(byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return text.indexOf('\0') < 0 ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private void line(String line) {
    if (line.startsWith("#")) {
      return;
    }
    Matcher quoted = QUOTED.matcher(line);
    while (quoted.find()) {
      if (quoted.group(3) != null) {
        continue; // a key
      }
      if (quoted.group(1) != null) {
        add(quoted.group(1));
        add(unescaped(quoted.group(1)));
      } else {
        add(quoted.group(2).replace("''", "'"));
      }
    }
    Matcher pair = KEY.matcher(line);
    value(pair.matches() ? pair.group(2).strip() : line.replaceFirst("^(- +)+", ""));
  }

  private void value(String value) {
    if (FLOW.matcher(value).matches() && !value.startsWith("{{")) {
      for (String part : value.split("[\\[\\]{},]")) {
        Matcher pair = KEY.matcher(part.strip());
        bare(pair.matches() ? pair.group(2).strip() : part.strip());
      }
      return;
    }
    bare(value);
  }

  private void bare(String value) {
    if (value.startsWith("\"") || value.startsWith("'")) {
      return;
    }
    add(value);
    add(value.replaceFirst(" +#.*$", ""));
    add(value.replaceFirst(",$", ""));
  }

  private void add(String value) {
    if (value.length() >= Redaction.SHORTEST && !NO_VALUE.matcher(value).matches()) {
      found.add(SecretValue.of(value));
    }
  }

  private static String unescaped(String value) {
    return value
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\\"", "\"")
        .replace("\\/", "/")
        .replace("\\\\", "\\");
  }
}
