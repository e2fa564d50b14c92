package skep.runbooks.passages;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * One file of runbooks.
 *
 * @param path of its repository
 * @param text all of it
 */
public record Page(String path, String text) {
  /** A runbook somebody reads in an outage is shorter than this by far. */
  static final int LARGEST = 2_000_000;

  /** What is read, by the ending of its name. */
  enum Markup {
    MARKDOWN,
    RESTRUCTURED_TEXT,
    PLAIN;

    static Optional<Markup> of(String path) {
      String name = path.toLowerCase(Locale.ROOT);
      return switch (name.substring(name.lastIndexOf('.') + 1)) {
        case "md", "markdown" -> Optional.of(MARKDOWN);
        case "rst" -> Optional.of(RESTRUCTURED_TEXT);
        case "txt" -> Optional.of(PLAIN);
        default -> Optional.empty();
      };
    }
  }

  /** What became of a file. */
  public sealed interface Reading {
    /** It is a page. */
    record Read(Page page) implements Reading {}

    /** It should be one, and is not; {@code why} completes "it is left out: …". */
    record LeftOut(String path, String why) implements Reading {}

    /** Of a kind that is no runbook, such as a picture. */
    record NoPage() implements Reading {}
  }

  /** Reads a file of a folder of runbooks. */
  public static Reading read(String path, byte[] content) {
    if (Markup.of(path).isEmpty()) {
      return new Reading.NoPage();
    }
    if (content.length > LARGEST) {
      return new Reading.LeftOut(
          path,
          "it has %,d bytes, and pages have %,d at the most; split it into several"
              .formatted(content.length, LARGEST));
    }
    for (byte one : content) {
      if (one == 0) {
        return new Reading.LeftOut(path, "it is no text");
      }
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return new Reading.Read(new Page(path, text.startsWith("\ufeff") ? text.substring(1) : text));
    } catch (CharacterCodingException e) {
      return new Reading.LeftOut(path, "it is not written in UTF-8; save it as that");
    }
  }

  Markup markup() {
    return Markup.of(path).orElse(Markup.PLAIN);
  }
}
