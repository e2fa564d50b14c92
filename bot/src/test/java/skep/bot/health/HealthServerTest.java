package skep.bot.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Person;
import skep.commands.chat.Room;

class HealthServerTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00.123Z");

  private final Health health = new Health(InstantSource.fixed(NOW));
  private final Metrics metrics = new Metrics(health);
  private final HealthServer server =
      HealthServer.start(0, health, metrics, text -> text.replace("hunter2", "•••"));
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private String get(String path) throws IOException, InterruptedException {
    return ask("GET", path);
  }

  private String ask(String method, String path) throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:%d%s".formatted(server.port(), path));
    var request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    return (answer.statusCode() + " " + answer.body()).strip();
  }

  @Test
  void aBotThatHasNotReachedTheChatServerLivesAndIsNotReady() throws Exception {
    assertThat(get("/health/live")).isEqualTo("200 live");
    assertThat(get("/health/ready"))
        .isEqualTo(
            "503 not ready since 2026-11-25T10:00:00Z: the chat server has not been reached yet");
  }

  @Test
  void aBotThatHearsIsReadyUntilItIsCutOffOrEnds() throws Exception {
    health.hears();
    assertThat(get("/health/ready")).isEqualTo("200 ready since 2026-11-25T10:00:00Z");
    health.isDeaf("the server hung up (1001)");
    health.isDeaf("connection refused");
    assertThat(get("/health/ready")).startsWith("503").endsWith("the server hung up (1001)");
    health.hears();
    health.ends();
    assertThat(get("/health/ready")).startsWith("503 ending since");
    assertThat(get("/health/live")).isEqualTo("200 live");
  }

  @Test
  void whatItDidIsCountedInPrometheusWords() throws Exception {
    health.hears();
    metrics.lost();
    metrics.deployed("web", "rolled-back");
    metrics.waiting(() -> 3);
    Function<Invocation, Outcome> commands =
        metrics.counting(in -> new Outcome.Refused("no", in.text()));
    Room ops = new Room("r1", "ops", false);
    assertThat(
            commands.apply(
                new Invocation(
                    "m1",
                    new Person("u1", "anna"),
                    ops,
                    "m1",
                    "/deploy web --yes",
                    NOW,
                    Invocation.Progress.NONE)))
        .isInstanceOf(Outcome.Refused.class);

    assertThat(get("/metrics"))
        .startsWith("200 ")
        .contains(
            "skep_chat_hears 1.0",
            "skep_chat_lost_total 1.0",
            "skep_chat_waiting 3.0",
            "skep_deployments_total{stack=\"web\",verdict=\"rolled-back\"} 1.0",
            "skep_command_seconds_count{outcome=\"refused\",verb=\"deploy\"} 1",
            "jvm_memory_used_bytes");
  }

  @Test
  void theReasonHoldsNoSecret() throws Exception {
    health.hears();
    health.isDeaf("signing in as hunter2 failed");
    assertThat(get("/health/ready")).contains("•••").doesNotContain("hunter2");
  }

  @Test
  void otherPathsAndMethodsAreNone() throws Exception {
    assertThat(get("/health/live/x")).isEqualTo("404");
    assertThat(get("/")).startsWith("404");
    assertThat(ask("POST", "/health/ready")).isEqualTo("405");
  }

  @Test
  void theCheckOfTheContainerAsksWhetherItLives() {
    assertThat(HealthCheck.ask(server.port())).isEmpty();
    int port = server.port();
    server.close();
    assertThat(HealthCheck.ask(port))
        .hasValueSatisfying(
            why -> assertThat(why).contains("127.0.0.1:" + port, "does not answer"));
  }

  @Test
  void aPortThatIsTakenIsToldByItsVariable() {
    assertThatThrownBy(() -> HealthServer.start(server.port(), health, metrics, text -> text))
        .hasMessage("SKEP_HEALTH_PORT: port %d cannot be taken".formatted(server.port()));
  }
}
