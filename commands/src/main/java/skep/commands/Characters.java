package skep.commands;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Letters that look like others. A name with one of them is not the name it seems to be, so it is
 * refused by naming the letter; in free text (why a stack is locked) any language is welcome.
 */
public final class Characters {
  private static final String LOOK_ALIKES = "абвсԁеһіјкӏмнорԛгѕтцѵѡхуүαεικνορτυχɑɡıʟоⅼ";
  private static final String LATIN = "a6bcdehijklmhopqrstuvwxyyaeikvoptuxagilol";
  private static final Map<Integer, String> SIGNS =
      Map.of(
          0x2013, "--", 0x2014, "--", 0x2018, "'", 0x2019, "'", 0x201C, "\"", 0x201D, "\"", 0x00A0,
          " ");

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
            out.append(
                c >= ' ' && c <= '~'
                    ? Character.toString(c)
                    : SIGNS.getOrDefault(c, latin(c).map(String::valueOf).orElse(""))));
    return out.toString().strip();
  }

  /** A word in Latin letters, lower case, without what cannot be seen. */
  public static String latin(String word) {
    String folded =
        Normalizer.normalize(word, Normalizer.Form.NFKD)
            .replaceAll("[\\p{Mn}\\p{Cf}]", "")
            .toLowerCase(Locale.ROOT);
    StringBuilder latin = new StringBuilder(folded.length());
    folded
        .codePoints()
        .forEach(c ->
            latin.append(latin(c).map(String::valueOf).orElseGet(() -> Character.toString(c))));
    return latin.toString();
  }

  private static Optional<Character> latin(int c) {
    int at = LOOK_ALIKES.indexOf(c);
    return at < 0 ? Optional.empty() : Optional.of(LATIN.charAt(at));
  }

  private static String name(int c) {
    String name = Character.getName(c);
    return "U+%04X %s".formatted(c, name == null ? "without a name" : name);
  }
}
