package skep.runbooks.answer.groq;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.runbooks.answer.LanguageModel.Message;
import skep.runbooks.endpoint.GroqReply;
import skep.runbooks.endpoint.GroqReply.Ending;
import skep.runbooks.endpoint.GroqServer;

/** The key goes to the server and nowhere else, whatever the server does with it. */
class GroqKeyTest {
  private static final String KEY = GroqServer.KEY;

  private static final String PARTED = "a\u200bb\u0000 c";

  private final Logger root = Logger.getLogger("");
  private final Level before = root.getLevel();
  private final Log log = new Log();
  private GroqServer groq;

  /** Everything that is logged, on any level. */
  private static final class Log extends Handler {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void publish(LogRecord line) {
      lines.add(new SimpleFormatter().format(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeAll
  static void begin() throws IOException {
    GroqBench.begin();
  }

  @BeforeEach
  void listen() throws IOException {
    groq = new GroqServer();
    log.setLevel(Level.ALL);
    root.addHandler(log);
    root.setLevel(Level.ALL);
    for (String name :
        List.of("okhttp3.OkHttpClient", "okhttp3.internal.concurrent.TaskRunner", "com.openai")) {
      Logger.getLogger(name).setLevel(Level.ALL);
    }
  }

  @AfterEach
  void stop() {
    root.removeHandler(log);
    root.setLevel(before);
    groq.close();
  }

  private String everythingSaid(URI url, Supplier<String> key) {
    try (GroqModel model =
        new GroqModel(
            new GroqModel.Settings(url, GroqServer.MODEL, 500, GroqBench.HASTY),
            key,
            InstantSource.system())) {
      StringWriter said = new StringWriter();
      Throwable failure =
          catchThrowable(() -> model.next(List.of(new Message.Asked("?")), List.of(), _ -> {}));
      if (failure != null) {
        failure.printStackTrace(new PrintWriter(said));
      }
      return said.toString();
    }
  }

  @Test
  void noFailureTellsIt() {
    List<GroqReply> replies = new ArrayList<>();
    for (int status : List.of(400, 401, 403, 404, 409, 413, 418, 422, 429, 498, 500, 503)) {
      replies.add(GroqReply.refuses(status, "echo_" + KEY, "You sent Bearer " + KEY + " to us"));
      replies.add(new GroqReply.Whole(status, KEY, Map.of("X-Echo", KEY)));
    }
    replies.add(GroqReply.refuses(422, "x", "You sent " + KEY.replace("abc", PARTED)));
    replies.add(GroqReply.streams(Ending.DONE, "{\"error\":{\"message\":\"%s\"}}".formatted(KEY)));
    replies.add(GroqReply.streams(Ending.DONE, "{\"x_groq\":{\"error\":\"%s\"}}".formatted(KEY)));
    replies.add(GroqReply.streams(Ending.DONE, "{\"id\": " + KEY));
    replies.add(
        GroqReply.streams(
            Ending.DONE, "{\"choices\":[{\"delta\":{\"content\":[\"%s\"]}}]}".formatted(KEY)));
    replies.add(GroqReply.streams(Ending.CUT));
    for (GroqReply reply : replies) {
      groq.replies(reply);
      assertThat(everythingSaid(groq.url(), () -> KEY))
          .as(reply.toString())
          .contains("TroubleException")
          .doesNotContain(KEY, KEY.substring(4), KEY.substring(0, 12));
    }
    assertThat(log.lines).isNotEmpty().noneMatch(line -> line.contains(KEY.substring(4)));
  }

  @Test
  void neitherDoesOneThatCannotBeSentOrRead() {
    assertThat(everythingSaid(groq.url(), () -> KEY + "\nX-Other: " + KEY))
        .contains("GROQ_API_KEY")
        .doesNotContain(KEY);
    assertThat(
            everythingSaid(
                groq.url(),
                () -> {
                  throw new IllegalStateException(KEY);
                }))
        .contains("the key in GROQ_API_KEY cannot be read")
        .doesNotContain(KEY);
  }

  @Test
  void neitherDoesAServerThatSpeaksNoHttpAndSaysIt() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> sayIt(server));
      URI url = URI.create("http://127.0.0.1:%d/v1".formatted(server.getLocalPort()));
      assertThat(everythingSaid(url, () -> KEY)).contains("broke off").doesNotContain(KEY);
    }
    assertThat(log.lines).noneMatch(line -> line.contains(KEY));
  }

  private static void sayIt(ServerSocket server) {
    try {
      for (int call = 0; call < 2; call++) {
        try (Socket socket = server.accept()) {
          socket.getOutputStream().write("SSH/2 %s\r\n".formatted(KEY).getBytes(US_ASCII));
          socket.shutdownOutput();
          socket.getInputStream().readAllBytes();
        }
      }
    } catch (IOException e) {
      // The other side hung up.
    }
  }

  @Test
  void neitherDoesAnybodyWhoIsNotThere() {
    assertThat(everythingSaid(URI.create("http://nowhere.invalid/v1"), () -> KEY))
        .contains("TroubleException")
        .doesNotContain(KEY);
    assertThat(
            everythingSaid(URI.create(groq.url().toString().replace("http", "https")), () -> KEY))
        .contains("TroubleException")
        .doesNotContain(KEY);
    assertThat(log.lines).noneMatch(line -> line.contains(KEY));
  }
}
