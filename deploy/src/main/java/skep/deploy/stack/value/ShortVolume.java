package skep.deploy.stack.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A mount in one line: {@code [source:]target[:options]}. Unknown options are ignored, as in the
 * CLI.
 *
 * @param type {@code bind} where the source looks like a path, else {@code volume}
 */
public record ShortVolume(
    String type,
    String source,
    String target,
    boolean readOnly,
    boolean noCopy,
    Optional<String> propagation) {
  private static final Set<String> PROPAGATIONS =
      Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");

  /** Empty where a section is, or there are too many. */
  public static Optional<ShortVolume> parse(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = text.length() <= 2 ? List.of(text) : sections(text);
    if (parts.size() > 3 || parts.stream().anyMatch(String::isEmpty)) {
      return Optional.empty();
    }
    if (parts.size() == 1) {
      return Optional.of(
          new ShortVolume("volume", "", parts.getFirst(), false, false, Optional.empty()));
    }
    String source = parts.getFirst();
    List<String> options = parts.size() == 3 ? List.of(parts.get(2).split(",", -1)) : List.of();
    boolean readOnly = options.lastIndexOf("ro") > options.lastIndexOf("rw");
    return Optional.of(
        new ShortVolume(
            isPath(source) ? "bind" : "volume",
            source,
            parts.get(1),
            readOnly,
            options.contains("nocopy"),
            options.stream().filter(PROPAGATIONS::contains).reduce((a, b) -> b)));
  }

  /** Splits at colons, but not after a lone letter: that is a Windows drive. */
  private static List<String> sections(String text) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      boolean drive = i - start == 1 && Character.isLetter(text.charAt(start));
      if (text.charAt(i) == ':' && !drive) {
        parts.add(text.substring(start, i));
        start = i + 1;
      }
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static boolean isPath(String source) {
    char first = source.charAt(0);
    return ".~/".indexOf(first) >= 0
        || source.startsWith("\\\\")
        || (source.length() > 1 && Character.isLetter(first) && source.charAt(1) == ':');
  }
}
