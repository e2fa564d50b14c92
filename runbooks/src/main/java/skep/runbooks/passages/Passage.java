package skep.runbooks.passages;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A piece of a page.
 *
 * @param path of the page
 * @param headings above it, the page's title first; empty for a page without any
 * @param anchor of the nearest heading, as GitHub and others make them; empty where there is none
 * @param text as it was written, headings within it among it
 */
public record Passage(String path, List<String> headings, String anchor, String text) {
  private static final String BETWEEN = " > ";

  public Passage {
    headings = List.copyOf(headings);
    if (text.isBlank()) {
      throw new IllegalArgumentException("a passage of " + path + " has no text");
    }
  }

  /** {@code Restoring MongoDB > One member is lost}. */
  public String heading() {
    return String.join(BETWEEN, headings);
  }

  /** The title of its page; its path where it has none. */
  public String title() {
    return headings.isEmpty() ? path : headings.getFirst();
  }

  /** What it is about: the page's title, and once more among the headings, for it weighs most. */
  public String about() {
    return title() + " " + heading();
  }

  /** What it is found by: its headings stand for words its text takes for granted. */
  public String searched() {
    return about() + "\n" + text;
  }

  /** What stands for it before a model that compares meanings. */
  public String embedded() {
    return "%s | %s\n%s".formatted(title(), heading(), text);
  }

  /** The same for the same text at the same place, and for nothing else: 32 hexadecimal digits. */
  public String id() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : List.of(path, heading(), anchor, text)) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ':');
        digest.update(bytes);
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
