package skep.deploy.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.RegistryCredential;
import skep.secrets.redaction.SecretValue;

/** Against an engine that misbehaves on the wire. */
class ConnectionTest {
  private final CountDownLatch end = new CountDownLatch(1);
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer engine;

  @BeforeEach
  void start() throws IOException {
    engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    engine.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    engine.createContext("/", this::answer);
    engine.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    engine.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      seen.add(exchange.getRequestMethod() + " " + path);
      if (path.equals("/_ping")) {
        exchange.getResponseHeaders().add("Api-Version", "1.41");
        exchange.sendResponseHeaders(200, -1);
      } else if (path.endsWith("/nodes")) {
        end.await();
      } else if (path.endsWith("/services/create")) {
        reply(exchange, 503, "{\"message\":\"The swarm does not have a leader\"}");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private DockerSwarm connect(Duration deadline) {
    var host = DockerHost.parse("tcp://127.0.0.1:" + engine.getAddress().getPort());
    return DockerSwarm.connect(host, deadline);
  }

  @Test
  void a_silent_engine_ends_at_the_deadline() {
    try (var swarm = connect(Duration.ofSeconds(1))) {
      assertThatThrownBy(swarm::nodes)
          .isInstanceOf(EngineException.Unreachable.class)
          .hasMessageContaining("did not answer GET /nodes in time");
    }
  }

  @Test
  void a_read_that_is_cut_off_is_tried_three_times() {
    try (var swarm = connect(Duration.ofSeconds(10))) {
      assertThatThrownBy(swarm::secrets).isInstanceOf(EngineException.Unreachable.class);
      assertThat(seen.stream().filter("GET /v1.41/secrets"::equals).count())
          .isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void a_write_is_sent_once_whatever_happens_to_it() {
    var spec = JsonNodeFactory.instance.objectNode().put("Name", "web");
    try (var swarm = connect(Duration.ofSeconds(10))) {
      assertThatThrownBy(() -> swarm.createService(spec, RegistryCredential.NONE))
          .isInstanceOf(EngineException.NoQuorum.class);
      assertThatThrownBy(() -> swarm.createSecret(spec))
          .isInstanceOf(EngineException.Unreachable.class);
      assertThatThrownBy(() -> swarm.removeSecret("key"))
          .isInstanceOf(EngineException.Unreachable.class);
    }
    assertThat(seen)
        .containsOnlyOnce("POST /v1.41/services/create")
        .containsOnlyOnce("POST /v1.41/secrets/create")
        .containsOnlyOnce("DELETE /v1.41/secrets/key");
  }

  @Test
  void nobody_there_says_where_it_looked_and_keeps_the_password_out() {
    var login = new RegistryCredential.Login("registry.example", "bot", SecretValue.of("hunter2"));
    var spec = JsonNodeFactory.instance.objectNode().put("Name", "web");
    try (var swarm = connect(Duration.ofSeconds(10))) {
      engine.stop(0);
      assertThatThrownBy(
              () -> swarm.createService(spec, new RegistryCredential(Optional.of(login))))
          .isInstanceOf(EngineException.Unreachable.class)
          .hasMessageContaining("tcp://127.0.0.1")
          .hasMessageContaining("Is it running")
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void an_engine_too_old_is_refused_with_what_to_do() {
    assertThatThrownBy(() -> ApiVersion.negotiate("1.39")).hasMessageContaining("upgrade Docker");
    assertThatThrownBy(() -> ApiVersion.negotiate(""))
        .hasMessageContaining("is it a Docker engine?");
    assertThat(ApiVersion.negotiate("1.41")).hasToString("1.41");
    assertThat(ApiVersion.negotiate("2.0")).hasToString("1.48");
  }
}
