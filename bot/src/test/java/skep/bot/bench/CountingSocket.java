package skep.bot.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A socket in front of an engine's that counts what passes. Slower than none: never timed. */
final class CountingSocket implements AutoCloseable {
  private static final Pattern REQUEST =
      Pattern.compile("(GET|POST|DELETE|HEAD) (?:/v[0-9.]+)?(/[^ ?]+)\\S* HTTP/1\\.1\r\n");
  private static final int CHUNK = 1 << 16;

  private final Path engine;
  private final ServerSocketChannel server;
  private final List<String> calls = new CopyOnWriteArrayList<>();

  CountingSocket(Path engine, Path path) {
    this.engine = engine;
    try {
      server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** How often each kind of call was made, ids left out. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    calls.forEach(call -> counts.merge(call, 1, Integer::sum));
    return counts;
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = server.accept();
        SocketChannel real = SocketChannel.open(UnixDomainSocketAddress.of(engine));
        Thread.ofVirtual().start(() -> relay(client, real, true));
        Thread.ofVirtual().start(() -> relay(real, client, false));
      }
    } catch (IOException closed) {
      // The end of the measure.
    }
  }

  private void relay(SocketChannel from, SocketChannel to, boolean requests) {
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    try (from;
        to) {
      while (from.read(buffer.clear()) >= 0) {
        buffer.flip();
        if (requests) {
          count(StandardCharsets.ISO_8859_1.decode(buffer.duplicate()).toString());
        }
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
      }
    } catch (IOException ended) {
      // One side hung up, so the other is closed as well.
    }
  }

  private void count(String bytes) {
    Matcher found = REQUEST.matcher(bytes);
    while (found.find()) {
      String path =
          found
              .group(2)
              .replaceAll("/[a-z0-9]{25}(?=/|$)", "/{id}")
              .replaceAll("/skep-.*", "/{name}");
      calls.add(
          found.group(1) + " " + path.replaceAll("(/distribution)/.*(/json)", "$1/{image}$2"));
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
