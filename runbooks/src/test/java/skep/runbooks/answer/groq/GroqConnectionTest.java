package skep.runbooks.answer.groq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.runbooks.answer.LanguageModel.TroubleException;
import skep.runbooks.answer.LanguageModel.Turn;
import skep.runbooks.endpoint.GroqReply;
import skep.runbooks.endpoint.GroqReply.Ending;
import skep.runbooks.endpoint.Patience;

/** Everything that can happen between a question and its answer on the way. */
class GroqConnectionTest extends OnGroqBench {
  @Test
  void aConnectionThatBreaksBeforeAnythingCameIsTriedOnceMore() {
    bench.groq.replies(GroqReply.streams(Ending.CUT), GroqReply.says("Ready."));
    assertThat(bench.ask(bench.model())).isInstanceOf(Turn.Text.class);
    assertThat(bench.trouble(GroqReply.streams(Ending.CUT)))
        .hasMessageMatching("the connection to 127.0.0.1:\\d+ broke off \\(\\w+\\)");
  }

  @Test
  void silence() {
    bench.groq.replies(GroqReply.streams(Ending.SILENT, GroqReply.begin()));
    assertThat(bench.trouble(bench.model(bench.groq.url(), GroqBench.HASTY)))
        .hasMessage("127.0.0.1 has been silent for 2 seconds");
  }

  @Test
  void anAnswerThatTakesTooLongAsAWhole() {
    List<String> thoughts = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      thoughts.add(GroqReply.begin());
    }
    bench.groq.replies(new GroqReply.Streams(thoughts, Ending.DONE, Duration.ofMillis(100)));
    Patience hasty =
        new Patience(
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofMillis(10));
    assertThat(bench.trouble(bench.model(bench.groq.url(), hasty)))
        .hasMessage("127.0.0.1 did not come to an end within 2 seconds");
  }

  @Test
  void nobodyThere() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    URI url = URI.create("http://127.0.0.1:%d/openai/v1".formatted(free));
    assertThat(bench.trouble(bench.model(url, GroqBench.CALM)))
        .hasMessage("127.0.0.1:%d cannot be reached".formatted(free));
  }

  @Test
  void aNameNobodyKnows() {
    URI url = URI.create("http://nowhere.invalid/openai/v1");
    assertThat(bench.trouble(bench.model(url, GroqBench.CALM)))
        .hasMessage("the name nowhere.invalid is not known");
  }

  @Test
  void aServerThatIsTooBusyToTakeACall() throws IOException {
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      fill(full, waiting);
      URI url = URI.create("http://127.0.0.1:%d/openai/v1".formatted(full.getLocalPort()));
      Patience hasty =
          new Patience(
              Duration.ofMillis(300),
              Duration.ofSeconds(5),
              Duration.ofSeconds(6),
              Duration.ofMillis(10));
      assertThat(bench.trouble(bench.model(url, hasty)))
          .message()
          .endsWith("does not answer in time");
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  /** Until the system takes no more calls for it. */
  private static void fill(ServerSocket server, List<Socket> waiting) {
    try {
      for (int i = 0; i < 20; i++) {
        Socket socket = new Socket();
        waiting.add(socket);
        socket.connect(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()), 200);
      }
    } catch (IOException e) {
      // It is full.
    }
  }

  @Test
  void aCertificateThatNobodyVouchesFor(@TempDir Path folder) throws Exception {
    try (ServerSocket server = selfSigned(folder)) {
      Thread.ofVirtual().start(() -> shakeHands(server));
      URI url = URI.create("https://127.0.0.1:%d/openai/v1".formatted(server.getLocalPort()));
      assertThat(bench.trouble(bench.model(url, GroqBench.CALM)))
          .message()
          .startsWith(
              "there is no safe connection to 127.0.0.1:%d: ".formatted(server.getLocalPort()));
    }
  }

  private static ServerSocket selfSigned(Path folder) throws Exception {
    Path store = folder.resolve("server.p12");
    char[] word = "password".toCharArray();
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(word))
            .inheritIO()
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance(store.toFile(), word);
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, word);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context
        .getServerSocketFactory()
        .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  private static void shakeHands(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getInputStream().read();
    } catch (IOException e) {
      // The other side hung up, as it should.
    }
  }

  @Test
  void whoIsInterruptedNeedNotWait() throws InterruptedException {
    bench.groq.replies(GroqReply.breaks("Look which ", Ending.SILENT));
    GroqModel model = bench.model(bench.groq.url(), Patience.USUAL);
    AtomicReference<Object> came = new AtomicReference<>("nothing");
    Thread asks =
        Thread.ofPlatform()
            .start(() -> {
              try {
                came.set(
                    model.next(
                        GroqBench.QUESTION, List.of(), _ -> Thread.currentThread().interrupt()));
              } catch (TroubleException e) {
                came.set(e.getMessage() + Thread.currentThread().isInterrupted());
              }
            });
    asks.join(Duration.ofSeconds(15));
    assertThat(came.get()).isEqualTo("it was stopped before there was an answertrue");
  }

  @Test
  void whoGivesUpHangsUp() throws Exception {
    CompletableFuture<Integer> end = new CompletableFuture<>();
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> beginAndListen(server, end));
      URI url = URI.create("http://127.0.0.1:%d/openai/v1".formatted(server.getLocalPort()));
      assertThat(bench.trouble(bench.model(url, GroqBench.HASTY))).hasMessageContaining("silent");
      assertThat(end.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
    }
  }

  private static void beginAndListen(ServerSocket server, CompletableFuture<Integer> end) {
    try (Socket socket = server.accept()) {
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] some = new byte[8_192];
      int read = 0;
      while (read >= 0) {
        read = socket.getInputStream().read(some);
      }
      end.complete(read);
    } catch (IOException e) {
      end.completeExceptionally(e);
    }
  }
}
