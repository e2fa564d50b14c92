package skep.deploy.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.swarm.EngineException;

/** A unix socket knows no time-outs of its own. */
class SilentSocketTest {
  private static final String PONG =
      "HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nContent-Length: 2\r\n\r\nOK";

  @TempDir Path temp;

  @Test
  void anEngineThatFallsSilentIsGivenUpAndItsSocketClosed() throws Exception {
    Path path = temp.resolve("engine.sock");
    try (var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(path));
      var closed = new FutureTask<>(pongThenSilence(server));
      Thread.ofVirtual().start(closed);
      try (var swarm =
          DockerSwarm.connect(DockerHost.parse("unix://" + path), Duration.ofMillis(500))) {
        assertThatThrownBy(swarm::nodes)
            .isInstanceOf(EngineException.Unreachable.class)
            .hasMessageContaining("did not answer GET /nodes in time");

        assertThat(closed.get(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  /** Answers one request; true once the other side has closed without one more answer. */
  private static Callable<Boolean> pongThenSilence(ServerSocketChannel server) {
    return () -> {
      try (SocketChannel client = server.accept()) {
        request(client);
        client.write(ByteBuffer.wrap(PONG.getBytes(StandardCharsets.US_ASCII)));
        request(client);
        return client.read(ByteBuffer.allocate(1)) < 0;
      }
    };
  }

  private static void request(SocketChannel client) throws IOException {
    var text = new StringBuilder();
    var buffer = ByteBuffer.allocate(8192);
    while (text.indexOf("\r\n\r\n") < 0 && client.read(buffer) >= 0) {
      text.append(StandardCharsets.US_ASCII.decode(buffer.flip()));
      buffer.clear();
    }
  }
}
