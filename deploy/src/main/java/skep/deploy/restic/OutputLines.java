package skep.deploy.restic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The lines of a stream, of which only one is in memory. A line longer than the limit is left out
 * as a whole: half a message is none.
 */
public final class OutputLines {
  /** For messages, of which each is a line. */
  public static final int LONGEST = 1 << 20;

  /** For documents, of which all is one line: the snapshots of a repository, an index. */
  public static final int LONGEST_DOCUMENT = 1 << 26;

  private OutputLines() {}

  /**
   * Reads to the end of the stream.
   *
   * @param longest in characters
   * @return how many lines were left out
   */
  public static int read(InputStream in, int longest, Consumer<String> each) throws IOException {
    Reader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    var line = new StringBuilder();
    int leftOut = 0;
    boolean tooLong = false;
    for (int next = reader.read(); next >= 0; next = reader.read()) {
      if (next != '\n') {
        tooLong |= line.length() >= longest;
        if (tooLong) {
          line.setLength(0);
        } else {
          line.append((char) next);
        }
      } else {
        leftOut += end(line, tooLong, each);
        tooLong = false;
      }
    }
    return leftOut + (tooLong || !line.isEmpty() ? end(line, tooLong, each) : 0);
  }

  private static int end(StringBuilder line, boolean tooLong, Consumer<String> each) {
    if (!tooLong) {
      int end = line.length();
      each.accept(line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end));
    }
    line.setLength(0);
    return tooLong ? 1 : 0;
  }
}
