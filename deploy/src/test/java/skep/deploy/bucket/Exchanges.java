package skep.deploy.bucket;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** The requests of one client's connection, one after the other. */
final class Exchanges {
  private static final Fault NONE = new Fault.Corrupt(Long.MAX_VALUE);

  private final InetSocketAddress server;
  private final Function<S3Request, Optional<Fault>> faults;
  private final Consumer<String> seen;
  private final InputStream in;
  private final OutputStream out;

  Exchanges(
      Socket client,
      InetSocketAddress server,
      Function<S3Request, Optional<Fault>> faults,
      Consumer<String> seen)
      throws IOException {
    this.server = server;
    this.faults = faults;
    this.seen = seen;
    client.setTcpNoDelay(true);
    this.in = new BufferedInputStream(client.getInputStream());
    this.out = new BufferedOutputStream(client.getOutputStream());
  }

  void run() throws IOException {
    boolean more = true;
    while (more) {
      Optional<HttpHead> head = HttpHead.read(in);
      more = head.isPresent() && one(new S3Request(head.get()));
    }
  }

  /** Whether another may follow. */
  private boolean one(S3Request request) throws IOException {
    if (request.head().says("Expect", "100-continue")) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
    }
    Fault fault = faults.apply(request).orElse(NONE);
    try {
      return switch (fault) {
        case Fault.Answer answer -> answered(request, answer);
        case Fault.Slow _, Fault.Reset _, Fault.Truncate _, Fault.Corrupt _, Fault.LoseAnswer _ ->
            handedOn(request, fault);
      };
    } catch (FaultyStream.Broken e) {
      seen.accept(request + " 000");
      if (fault instanceof Fault.Truncate) {
        out.flush();
        return false;
      }
      throw e;
    }
  }

  private boolean answered(S3Request request, Fault.Answer answer) throws IOException {
    HttpBody.ofRequest(request.head(), in, OutputStream.nullOutputStream());
    String body =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>%s</Code><Message>%s</Message></Error>"
            .formatted(answer.code(), "injected: " + answer.code());
    List<String> lines = new ArrayList<>();
    lines.add("HTTP/1.1 %d %s".formatted(answer.status(), answer.code()));
    lines.add("Content-Type: application/xml");
    lines.add("Content-Length: " + body.length());
    answer.headers().forEach((name, value) -> lines.add(name + ": " + value));
    new HttpHead(lines).write(out);
    if (!request.method().equals("HEAD")) {
      out.write(body.getBytes(StandardCharsets.UTF_8));
    }
    out.flush();
    seen.accept("%s %d".formatted(request, answer.status()));
    return true;
  }

  private boolean handedOn(S3Request request, Fault fault) throws IOException {
    if (fault instanceof Fault.Reset(long after) && after == 0) {
      throw new FaultyStream.Broken();
    }
    var passed = new AtomicLong();
    try (var upstream = new Socket(server.getAddress(), server.getPort())) {
      upstream.setTcpNoDelay(true);
      var to = new BufferedOutputStream(upstream.getOutputStream());
      request.head().without("Expect").write(to);
      HttpBody.ofRequest(request.head(), in, new FaultyStream(to, fault, false, passed));
      to.flush();
      var from = new BufferedInputStream(upstream.getInputStream());
      HttpHead answer =
          HttpHead.read(from).orElseThrow(() -> new IOException("the server said nothing"));
      if (fault instanceof Fault.LoseAnswer) {
        throw new FaultyStream.Broken();
      }
      answer.write(out);
      HttpBody.ofAnswer(
          answer,
          request.method().equals("HEAD"),
          from,
          new FaultyStream(out, fault, true, passed));
      out.flush();
      seen.accept("%s %s".formatted(request, answer.start().split(" ", 3)[1]));
      return !answer.says("Connection", "close")
          && !request.head().says("Connection", "close")
          && (answer.isChunked() || answer.length() >= 0 || isEmpty(answer));
    }
  }

  private static boolean isEmpty(HttpHead answer) {
    String status = answer.start().split(" ", 3)[1];
    return status.equals("204") || status.equals("304");
  }

  /** Ends it as a machine does that knows nothing of the connection any more. */
  static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
