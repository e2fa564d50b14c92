package skep.deploy.stack;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Just enough HTTP/1.1 to serve the Docker CLI on one connection. */
final class HttpExchange {
  private static final Pattern REQUEST =
      Pattern.compile("(\\w+) (?:/v\\d+\\.\\d+)?(/[^? ]*)\\??([^ ]*) HTTP/1\\.1");

  /** An answer; the body is text or JSON. */
  record Answer(int status, String body) {}

  /** Answers requests; paths come without version prefix. */
  interface Handler {
    Answer answer(String method, String path, String query, byte[] body) throws IOException;
  }

  private HttpExchange() {}

  static void serve(SocketChannel connection, String apiVersion, Handler handler)
      throws IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(connection));
    OutputStream out = Channels.newOutputStream(connection);
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      Matcher request = REQUEST.matcher(line);
      if (!request.matches()) {
        throw new IOException("not a request: " + line);
      }
      byte[] body = body(in, headers(in));
      Answer answer = handler.answer(request.group(1), request.group(2), request.group(3), body);
      write(out, answer, apiVersion, request.group(1).equals("HEAD"));
    }
  }

  private static void write(OutputStream out, Answer answer, String apiVersion, boolean headOnly)
      throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    String head =
        "HTTP/1.1 %d -\r\nApi-Version: %s\r\nOstype: linux\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(answer.status(), apiVersion, body.length);
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    if (!headOnly) {
      out.write(body);
    }
    out.flush();
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static byte[] body(InputStream in, Map<String, String> headers) throws IOException {
    if (!"chunked".equals(headers.get("transfer-encoding"))) {
      return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int size = size(in); size > 0; size = size(in)) {
      body.writeBytes(in.readNBytes(size));
      line(in);
    }
    line(in);
    return body.toByteArray();
  }

  private static int size(InputStream in) throws IOException {
    return Integer.parseInt(line(in), 16);
  }

  /** A line without its end; empty at the end of the stream. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
