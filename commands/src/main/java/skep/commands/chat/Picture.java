package skep.commands.chat;

import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * A picture to be shown beside an outcome.
 *
 * @param name of the file, without its ending: letters, digits, dots, dashes; within one invocation
 *     the same name is the same picture
 * @param description what is to be seen, for those who cannot see it
 * @param png the file's content; whoever draws it has taken known secret values out of it
 */
public record Picture(String name, String description, byte[] png) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,79}");

  public Picture {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a picture's name: " + name);
    }
    png = png.clone();
  }

  @Override
  public byte[] png() {
    return png.clone();
  }

  /**
   * The same with what is written about it redacted.
   *
   * @param redaction takes known secret values out of a text
   */
  public Picture redacted(UnaryOperator<String> redaction) {
    String clean = redaction.apply(name).replaceAll("[^A-Za-z0-9._-]+", "-");
    return new Picture(
        NAME.matcher(clean).matches() ? clean : "picture", redaction.apply(description), png);
  }

  /** The same under another name. */
  public Picture named(String other) {
    return new Picture(other, description, png);
  }
}
