package skep.deploy.estate;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names of stacks: small ASCII letters, digits, {@code -} and {@code _}; a letter or digit first.
 */
final class StackNames {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]*");
  private static final int LONGEST = 63;

  private StackNames() {}

  /** Why this is no name of a stack; empty where it is one. */
  static Optional<String> fault(String name) {
    if (NAME.matcher(name).matches()) {
      return name.length() <= LONGEST
          ? Optional.empty()
          : Optional.of("the name of a stack has at most %d characters".formatted(LONGEST));
    }
    String rule = "names of stacks are made of a-z, 0-9, - and _";
    return Optional.of(
        name.codePoints()
            .filter(c -> !Character.toString(c).matches("[a-z0-9_-]"))
            .mapToObj(c -> "“%s” has %s in it; %s".formatted(shown(name), character(c), rule))
            .findFirst()
            .orElse("“%s” must begin with a letter or a digit; %s".formatted(name, rule)));
  }

  private static String character(int c) {
    if (c > ' ' && c < 0x7F) {
      return "“%s”".formatted(Character.toString(c));
    }
    String name = Character.getName(c);
    return "the character U+%04X (%s)".formatted(c, name == null ? "without a name" : name);
  }

  private static String shown(String name) {
    String plain = name.replaceAll("\\p{C}", "?");
    return plain.length() > 40 ? plain.substring(0, 40) + "…" : plain;
  }
}
