package skep.deploy.bucket;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines before a body of HTTP/1.1, kept as they came: a signature covers some of them. */
record HttpHead(List<String> lines) {
  private static final int MOST = 64 * 1024;

  /** Empty where the connection ended instead. */
  static Optional<HttpHead> read(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    int left = MOST;
    while (true) {
      Optional<String> line = line(in);
      if (line.isEmpty()) {
        if (lines.isEmpty()) {
          return Optional.empty();
        }
        throw new EOFException("the connection ended within a head");
      }
      if (line.get().isEmpty() && !lines.isEmpty()) {
        return Optional.of(new HttpHead(List.copyOf(lines)));
      }
      if (!line.get().isEmpty()) {
        lines.add(line.get());
      }
      left -= line.get().length() + 2;
      if (left < 0) {
        throw new IOException("a head of more than %d bytes".formatted(MOST));
      }
    }
  }

  static Optional<String> line(InputStream in) throws IOException {
    var text = new StringBuilder();
    int one = in.read();
    if (one < 0) {
      return Optional.empty();
    }
    for (; one >= 0 && one != '\n'; one = in.read()) {
      text.append((char) one);
    }
    return Optional.of(
        text.toString().endsWith("\r") ? text.substring(0, text.length() - 1) : text.toString());
  }

  String start() {
    return lines.getFirst();
  }

  Optional<String> header(String name) {
    return lines.stream()
        .skip(1)
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  boolean says(String name, String value) {
    return header(name).filter(value::equalsIgnoreCase).isPresent();
  }

  /** -1 for a body in chunks, or one that ends with the connection. */
  long length() {
    return header("Content-Length").map(Long::parseLong).orElse(-1L);
  }

  boolean isChunked() {
    return says("Transfer-Encoding", "chunked");
  }

  HttpHead without(String name) {
    return new HttpHead(
        lines.stream()
            .filter(line -> !line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
            .toList());
  }

  void write(OutputStream out) throws IOException {
    String text = String.join("\r\n", lines) + "\r\n\r\n";
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
