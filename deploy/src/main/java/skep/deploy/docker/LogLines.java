package skep.deploy.docker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * A container's log as the engine sends it. Without a terminal each piece has a header of eight
 * bytes: stream number, three zeros, length (big endian). Each line starts with the engine's
 * fixed-width time stamp, by which the two streams are put in order, and which is then cut off.
 */
final class LogLines {
  private LogLines() {}

  static List<String> parse(byte[] raw, boolean terminal, int last) {
    var text = terminal ? new String(raw, StandardCharsets.UTF_8) : withoutHeaders(raw);
    var lines =
        text.lines()
            .filter(line -> !line.isBlank())
            .sorted(Comparator.comparing(LogLines::stamp))
            .map(LogLines::withoutStamp)
            .toList();
    return lines.subList(Math.max(0, lines.size() - last), lines.size());
  }

  private static String withoutHeaders(byte[] raw) {
    var text = new StringBuilder();
    var in = ByteBuffer.wrap(raw);
    while (in.remaining() >= 8) {
      in.getInt();
      var piece = new byte[Math.max(0, Math.min(in.getInt(), in.remaining()))];
      in.get(piece);
      text.append(new String(piece, StandardCharsets.UTF_8));
      if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String stamp(String line) {
    int space = line.indexOf(' ');
    return space < 0 ? line : line.substring(0, space);
  }

  private static String withoutStamp(String line) {
    int space = line.indexOf(' ');
    return space < 0 ? "" : line.substring(space + 1).stripTrailing();
  }
}
