package skep.deploy.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.deploy.simulated.Options;
import skep.deploy.simulated.SimulatedSwarm;
import skep.deploy.swarm.RegistryCredential;

class VerifierTest {
  private final SimulatedSwarm swarm = SimulatedSwarm.start(Options.QUICK);
  private final HttpServer server;
  private final Verifier verifier =
      new Verifier(swarm, _ -> RegistryCredential.NONE, Duration.ofMillis(10));
  private volatile int status = 200;
  private volatile String body = "all is well";
  private final AtomicInteger asked = new AtomicInteger();

  VerifierTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health",
        exchange -> {
          asked.incrementAndGet();
          byte[] answer = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.createContext(
        "/starting",
        exchange -> {
          exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    swarm.close();
  }

  private Probe.Http http(String path, int status, Optional<String> body, Duration within) {
    int port = server.getAddress().getPort();
    return new Probe.Http(
        URI.create("http://127.0.0.1:%d%s".formatted(port, path)), status, body, within);
  }

  private Optional<String> ask(Probe probe) {
    return verifier.verify("web", List.of(probe), () -> {}).map(ProbeFailure::words);
  }

  @Test
  void theRightStatusAndBodyAreAnAnswer() {
    assertThat(ask(http("/health", 200, Optional.of("is well"), Duration.ofSeconds(1)))).isEmpty();
    assertThat(asked).hasValue(1);
  }

  @Test
  void anotherStatusIsToldAndAskedAgainUntilItsTimeIsOver() {
    status = 500;
    assertThat(ask(http("/health", 200, Optional.empty(), Duration.ofSeconds(1))))
        .hasValueSatisfying(
            words -> assertThat(words).contains("/health", "status 500 instead of 200"));
    assertThat(asked).hasValueGreaterThan(1);
  }

  @Test
  void aStatusThatIsWantedThoughItIsNoSuccessIsAnAnswer() {
    status = 401;
    assertThat(ask(http("/health", 401, Optional.empty(), Duration.ZERO))).isEmpty();
  }

  @Test
  void anotherBodyIsTold() {
    body = "database is away";
    assertThat(ask(http("/health", 200, Optional.of("is well"), Duration.ZERO)))
        .hasValueSatisfying(
            words -> assertThat(words).contains("the answer does not contain \"is well\""));
  }

  @Test
  void aServerThatComesUpInTimeIsWaitedFor() {
    assertThat(ask(http("/starting", 200, Optional.empty(), Duration.ofSeconds(10)))).isEmpty();
    assertThat(asked).hasValue(3);
  }

  @Test
  void aPortThatListensAnswersAndAClosedOneDoesNot() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
      assertThat(ask(new Probe.Tcp("127.0.0.1", closed, Duration.ZERO))).isEmpty();
    }
    assertThat(ask(new Probe.Tcp("127.0.0.1", closed, Duration.ZERO)))
        .hasValueSatisfying(
            words -> assertThat(words).contains("TCP 127.0.0.1:" + closed, "no connection"));
  }

  @Test
  void aCommandIsJudgedByItsExitAndLeavesNothing() {
    assertThat(ask(command("once"))).isEmpty();
    assertThat(ask(command("crash")))
        .hasValueSatisfying(words -> assertThat(words).contains("command crash", "exit 3"));
    assertThat(swarm.services(Map.of("skep.probe", ""))).isEmpty();
  }

  @Test
  void whatABotThatDiedLeftOfItsProbesIsSweptButNotThoseOfOtherStacks() {
    leftover("skep-probe-1", "web");
    leftover("skep-probe-2", "api");
    assertThat(verifier.verify("web", List.of(), () -> {})).isEmpty();
    assertThat(swarm.services(Map.of("skep.probe", "")))
        .singleElement()
        .satisfies(service -> assertThat(service.name()).isEqualTo("skep-probe-2"));
  }

  private void leftover(String name, String stack) {
    var spec = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
    spec.put("Name", name).putObject("Labels").put("skep.probe", stack);
    spec.putObject("TaskTemplate").putObject("ContainerSpec").put("Image", "example/app:1");
    swarm.createService(spec, RegistryCredential.NONE);
  }

  private static Probe.Command command(String word) {
    return new Probe.Command("example/app:1", List.of(word), List.of(), Duration.ZERO);
  }
}
