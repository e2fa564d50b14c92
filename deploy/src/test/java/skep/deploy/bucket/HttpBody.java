package skep.deploy.bucket;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Hands a body on as it came, a piece at a time, and no further than it goes. */
final class HttpBody {
  private static final int PIECE = 16 * 1024;

  private HttpBody() {}

  static void ofRequest(HttpHead head, InputStream in, OutputStream out) throws IOException {
    if (head.isChunked()) {
      chunks(in, out);
    } else if (head.length() > 0) {
      bytes(in, out, head.length());
    }
  }

  static void ofAnswer(HttpHead head, boolean toHead, InputStream in, OutputStream out)
      throws IOException {
    String status = head.start().split(" ", 3)[1];
    if (toHead || status.equals("204") || status.equals("304")) {
      return;
    }
    if (head.isChunked()) {
      chunks(in, out);
    } else if (head.length() >= 0) {
      bytes(in, out, head.length());
    } else {
      in.transferTo(out);
    }
  }

  private static void bytes(InputStream in, OutputStream out, long count) throws IOException {
    byte[] piece = new byte[PIECE];
    for (long left = count; left > 0; ) {
      int read = in.read(piece, 0, (int) Math.min(piece.length, left));
      if (read < 0) {
        throw new EOFException("%d bytes of a body are missing".formatted(left));
      }
      out.write(piece, 0, read);
      left -= read;
    }
  }

  private static void chunks(InputStream in, OutputStream out) throws IOException {
    long size;
    do {
      String line = line(in, out);
      size = Long.parseLong(line.split(";", 2)[0].strip(), 16);
      bytes(in, out, size);
      if (size > 0) {
        line(in, out);
      }
    } while (size > 0);
    while (!line(in, out).isEmpty()) {
      // A trailer, which is handed on like the rest.
    }
  }

  private static String line(InputStream in, OutputStream out) throws IOException {
    String line =
        HttpHead.line(in).orElseThrow(() -> new EOFException("a body in chunks has no end"));
    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    return line;
  }
}
