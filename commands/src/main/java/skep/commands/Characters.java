package skep.commands;

import java.util.Map;
import java.util.Optional;

/**
 * Letters that look like others. A name with one of them is not the name it seems to be, so it is
 * refused by naming the letter; in free text (why a stack is locked) any language is welcome.
 */
final class Characters {
  private static final Map<Integer, String> PLAIN =
      Map.ofEntries(
          Map.entry(0x2013, "--"),
          Map.entry(0x2014, "--"),
          Map.entry(0x2018, "'"),
          Map.entry(0x2019, "'"),
          Map.entry(0x201C, "\""),
          Map.entry(0x201D, "\""),
          Map.entry(0x00A0, " "),
          Map.entry(0x0430, "a"),
          Map.entry(0x0435, "e"),
          Map.entry(0x043E, "o"),
          Map.entry(0x0440, "p"),
          Map.entry(0x0441, "c"),
          Map.entry(0x0443, "y"),
          Map.entry(0x0445, "x"),
          Map.entry(0x0456, "i"),
          Map.entry(0x03BF, "o"),
          Map.entry(0x0131, "i"));

  private Characters() {}

  /** The first control or invisible character, in words. */
  static Optional<String> invisible(String text) {
    return text.codePoints()
        .filter(c ->
            switch (Character.getType(c)) {
              case Character.CONTROL,
                  Character.FORMAT,
                  Character.LINE_SEPARATOR,
                  Character.PARAGRAPH_SEPARATOR,
                  Character.SURROGATE,
                  Character.PRIVATE_USE,
                  Character.UNASSIGNED ->
                  true;
              default -> false;
            })
        .mapToObj(Characters::name)
        .findFirst();
  }

  /** The first character that is not plain ASCII, in words. */
  static Optional<String> foreign(String text) {
    return text.codePoints()
        .filter(c -> c > 0x7E)
        .mapToObj(c -> "“" + Character.toString(c) + "” (" + name(c) + ")")
        .findFirst();
  }

  /** The same with look-alikes replaced by what they look like, and the rest left out. */
  static String plain(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c ->
            out.append(c >= ' ' && c <= '~' ? Character.toString(c) : PLAIN.getOrDefault(c, "")));
    return out.toString().strip();
  }

  private static String name(int c) {
    String name = Character.getName(c);
    return "U+%04X %s".formatted(c, name == null ? "without a name" : name);
  }
}
