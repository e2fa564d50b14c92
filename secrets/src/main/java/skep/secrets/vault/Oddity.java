package skep.secrets.vault;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What is kept exactly as it was given, and that somebody may not have meant. */
public enum Oddity {
  EMPTY("is empty, which the Swarm takes as no secret"),
  LINE_END("ends with a line break, which most programs take as part of the password"),
  BLANKS("begins or ends with a blank"),
  CRLF("has Windows line ends"),
  UTF_16("is UTF-16 text, which few programs read"),
  NUL("has NUL bytes in it"),
  BINARY("is no UTF-8 text"),
  TOO_LARGE("is over 500 KB, the most a Docker secret takes");

  /** moby: a secret has less than 500 KiB. */
  private static final int LARGEST = 500 * 1024 - 1;

  private final String words;

  Oddity(String words) {
    this.words = words;
  }

  /** Half a sentence: the value … */
  public String words() {
    return words;
  }

  public static List<Oddity> of(byte[] value) {
    List<Oddity> found = new ArrayList<>();
    if (value.length == 0) {
      return List.of(EMPTY);
    }
    if (value.length > LARGEST) {
      found.add(TOO_LARGE);
    }
    if (isUtf16(value)) {
      found.add(UTF_16);
      return found;
    }
    String text = new String(value, StandardCharsets.UTF_8);
    if (text.indexOf('\0') >= 0) {
      found.add(NUL);
    }
    if (!isUtf8(value)) {
      found.add(BINARY);
      return found;
    }
    if (text.contains("\r\n")) {
      found.add(CRLF);
    }
    if (text.endsWith("\n")) {
      found.add(LINE_END);
    }
    String line = text.endsWith("\n") ? text.stripTrailing() : text;
    if (!line.equals(line.strip()) || text.matches(".*[ \\t]+\\R?")) {
      found.add(BLANKS);
    }
    return found;
  }

  private static boolean isUtf16(byte[] value) {
    return value.length >= 2
        && ((value[0] == (byte) 0xFF && value[1] == (byte) 0xFE)
            || (value[0] == (byte) 0xFE && value[1] == (byte) 0xFF));
  }

  private static boolean isUtf8(byte[] value) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
