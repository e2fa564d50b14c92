package skep.commands;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import skep.secrets.redaction.SecretValue;

/**
 * A value somebody typed where only its name belongs. Looked for before anything else is done with
 * a line, so that it gets into no reply, log or record.
 *
 * @param before the line up to where the value's place is
 * @param value what must not be repeated
 */
public record TypedSecret(String before, SecretValue value) {
  private static final Pattern LINE =
      Pattern.compile("(/secrets\\s+(\\S+)\\s+)(\\S+)(.*)", Pattern.DOTALL);
  private static final Pattern PRIVATE_KEY = Pattern.compile("PRIVATE KEY( BLOCK)?-----");

  private static final List<String> CHANGING = List.of("set", "rotate");
  private static final List<String> FORMS =
      List.of("set", "rotate", "list", "diff", "history", "recipients", "help");
  private static final Pattern LIKE_A_NAME = Pattern.compile(".*[:.=].*");

  /** What stands in a line instead of the value, by whether the message could be deleted. */
  public enum Fate {
    DELETED,
    LEFT;

    public String mark() {
      return "(" + name().toLowerCase(Locale.ROOT) + ")";
    }
  }

  /**
   * @param line in its one form: {@code /secrets set web.env:PASSWORD …}
   */
  public static Optional<TypedSecret> in(String line) {
    Matcher words = LINE.matcher(line.strip());
    if (!words.matches()) {
      return Optional.empty();
    }
    String form = words.group(2).toLowerCase(Locale.ROOT);
    if (form.equals("recipients")) {
      return PRIVATE_KEY.matcher(line).find()
          ? of("/secrets recipients add", words.group(3) + words.group(4))
          : Optional.empty();
    }
    boolean isMeant =
        Nearest.to(form, FORMS).filter(CHANGING::contains).isPresent()
            || (!FORMS.contains(form) && LIKE_A_NAME.matcher(words.group(3)).matches());
    return isMeant ? named(words.group(3), words.group(4)) : Optional.empty();
  }

  /** Whatever follows a name is a value, and so is what follows a name and a {@code =}. */
  private static Optional<TypedSecret> named(String name, String rest) {
    int equals = name.indexOf('=');
    return equals > 0
        ? of("/secrets set " + name.substring(0, equals), name.substring(equals + 1) + rest)
        : of("/secrets set " + name, rest);
  }

  private static Optional<TypedSecret> of(String before, String value) {
    return value.isBlank()
        ? Optional.empty()
        : Optional.of(new TypedSecret(before, SecretValue.of(value.strip())));
  }

  /** The line without the value: what is to be handled instead. */
  public String line(Fate fate) {
    return before + " " + fate.mark();
  }
}
