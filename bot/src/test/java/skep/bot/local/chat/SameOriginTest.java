package skep.bot.local.chat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SameOriginTest {
  private static final String UPGRADE =
      "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

  private final LocalChat server = LocalChat.start(LocalChat.Options.onFreePort());
  private final URI url = URI.create(server.url());

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void thePageItselfAndProgramsOfThisMachineAreServed() throws IOException {
    assertThat(asked("/", "localhost", "")).contains(" 200 ");
    assertThat(asked("/api/info", "127.0.0.1", "Origin: http://127.0.0.1:" + url.getPort()))
        .contains(" 200 ");
    assertThat(asked("/websocket", "127.0.0.1", UPGRADE + "Origin: " + url)).contains(" 101 ");
  }

  @Test
  void aForeignNameThatLeadsHereIsRefused() throws IOException {
    assertThat(asked("/api/info", "rebound.example.org", "")).contains(" 403 ");
    assertThat(asked("/websocket", "rebound.example.org", UPGRADE)).contains(" 403 ");
  }

  @Test
  void aPageOfAnotherOriginIsRefused() throws IOException {
    assertThat(asked("/api/info", "127.0.0.1", "Origin: https://evil.example.org"))
        .contains(" 403 ");
    assertThat(asked("/websocket", "127.0.0.1", UPGRADE + "Origin: http://localhost:1"))
        .contains(" 403 ");
    assertThat(asked("/api/info", "127.0.0.1", "Origin: null")).contains(" 403 ");
  }

  /** The first line of the answer. */
  private String asked(String path, String host, String headers) throws IOException {
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      String more = headers.isEmpty() ? "" : headers.stripTrailing() + "\r\n";
      socket
          .getOutputStream()
          .write(
              "GET %s HTTP/1.1\r\nHost: %s:%d\r\n%s\r\n"
                  .formatted(path, host, url.getPort(), more)
                  .getBytes(UTF_8));
      return new String(socket.getInputStream().readNBytes(16), UTF_8);
    }
  }
}
