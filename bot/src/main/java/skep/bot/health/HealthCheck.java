package skep.bot.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code skep health}: what the engine runs in the container to see whether the bot lives. */
public final class HealthCheck {
  private static final int PATIENCE = 3000;

  private HealthCheck() {}

  /**
   * What the bot of this machine says of something; empty where it does not.
   *
   * @param port of its health server
   * @param what {@link HealthServer#BUDGET} or {@link HealthServer#RUNBOOKS}
   */
  public static Optional<Word> asked(int port, String what) {
    try {
      HttpURLConnection connection = to(address(port, HealthServer.path(what)));
      return switch (connection.getResponseCode()) {
        case 200 -> Optional.of(new Word(true, text(connection.getInputStream())));
        case 503 -> Optional.of(new Word(false, text(connection.getErrorStream())));
        default -> Optional.empty();
      };
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * @param port of this machine's health server
   * @return what is wrong; empty where it lives
   */
  public static Optional<String> ask(int port) {
    URI live = address(port, HealthServer.LIVE);
    try {
      int status = to(live).getResponseCode();
      return status == 200
          ? Optional.empty()
          : Optional.of("%s answers with status %d".formatted(live, status));
    } catch (IOException e) {
      return Optional.of("%s does not answer: %s".formatted(live, e.getMessage()));
    }
  }

  private static String text(InputStream answer) throws IOException {
    try (answer) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private static URI address(int port, String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(port, path));
  }

  private static HttpURLConnection to(URI address) throws IOException {
    var connection = (HttpURLConnection) address.toURL().openConnection();
    connection.setConnectTimeout(PATIENCE);
    connection.setReadTimeout(PATIENCE);
    return connection;
  }
}
