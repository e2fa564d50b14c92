package skep.runbooks.endpoint;

import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The key that opens an endpoint. It is looked up for every call, so that a new one counts at once.
 */
public final class Key {
  private static final Pattern SENDABLE = Pattern.compile("[\\x21-\\x7e]{1,1000}");

  private static final String UNSEEN = "[\\p{Cc}\\p{Cf}\\p{Z}]*";

  /** Shorter ones stand in ordinary words. */
  private static final int SECRET = 4;

  private final String setting;
  private final Supplier<String> held;
  private volatile String sent = "";

  /**
   * @param setting the name of what it is set by
   */
  public Key(String setting, Supplier<String> held) {
    this.setting = setting;
    this.held = held;
  }

  /** For an endpoint of one's own that asks for none; there is no call without any. */
  public static Key none() {
    return new Key("(no key)", () -> "none");
  }

  String setting() {
    return setting;
  }

  /**
   * @throws EndpointException where it cannot be sent: what carries it would show it in its error
   */
  String value() {
    String value = looked().strip();
    if (value.isEmpty()) {
      throw new EndpointException("there is no key in " + setting);
    }
    if (!SENDABLE.matcher(value).matches()) {
      throw new EndpointException("what stands in %s is no key".formatted(setting));
    }
    sent = value;
    return value;
  }

  private String looked() {
    try {
      return held.get();
    } catch (RuntimeException e) {
      // Whatever it says could have the key in it.
      throw new EndpointException("the key in %s cannot be read".formatted(setting));
    }
  }

  /** A server may say what it was sent, and part it by what nobody sees. */
  String hidden(String text) {
    String secret = sent;
    if (secret.length() < SECRET) {
      return text;
    }
    String parted =
        secret
            .chars()
            .mapToObj(one -> Pattern.quote(Character.toString(one)))
            .collect(Collectors.joining(UNSEEN));
    return text.replaceAll(parted, "(redacted)");
  }

  @Override
  public String toString() {
    return setting;
  }
}
