package skep.deploy.docker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
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

  /** A line of more than 16 KB comes in pieces, each with a stamp, the last one with its end. */
  private static String withoutHeaders(byte[] raw) {
    var text = new StringBuilder();
    var open = new HashMap<Byte, ByteArrayOutputStream>();
    var in = ByteBuffer.wrap(raw);
    while (in.remaining() >= 8) {
      byte stream = in.get();
      in.position(in.position() + 3);
      var piece = new byte[Math.max(0, Math.min(in.getInt(), in.remaining()))];
      in.get(piece);
      var line = open.get(stream);
      if (line == null) {
        line = new ByteArrayOutputStream();
        line.writeBytes(piece);
        open.put(stream, line);
      } else {
        int from = stampEnd(piece);
        line.write(piece, from, piece.length - from);
      }
      if (piece.length > 0 && piece[piece.length - 1] == '\n') {
        text.append(line.toString(StandardCharsets.UTF_8));
        open.remove(stream);
      }
    }
    open.values().forEach(line -> text.append(line.toString(StandardCharsets.UTF_8)).append('\n'));
    return text.toString();
  }

  private static int stampEnd(byte[] piece) {
    for (int i = 0; i < piece.length; i++) {
      if (piece[i] == ' ') {
        return i + 1;
      }
    }
    return 0;
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
