package skep.bot.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import skep.bot.dispatch.Heard;
import skep.bot.dispatch.InMemoryChat;
import skep.bot.health.Health;
import skep.bot.health.HealthServer;
import skep.bot.health.Metrics;
import skep.secrets.redaction.SecretValue;

class AppEndpointTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final SecretValue SECRET = SecretValue.of("shared-secret-of-the-app");

  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final InMemoryChat chat =
      new InMemoryChat(Set.of("anna"), Map.of("ops", Set.of("anna")), () -> NOW);
  private final Health health = new Health(InstantSource.fixed(NOW));
  private final HealthServer server =
      HealthServer.start(0, health, new Metrics(health), text -> text);
  private final HttpClient http = HttpClient.newHttpClient();
  private boolean takes = true;

  AppEndpointTest() {
    server.add(
        AppEndpoint.PATH,
        new AppEndpoint(
            SECRET,
            InstantSource.fixed(NOW),
            chat,
            command -> {
              heard.add(command);
              return takes;
            }));
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private static String body(String user, String room, String text) {
    return """
    {"id":"0123456789abcdef01234567","user":"%s","room":"%s","thread":"","text":"%s"}\
    """
        .formatted(user, room, text);
  }

  private String sent(Instant at, SecretValue secret, String body)
      throws IOException, InterruptedException {
    String time = Long.toString(at.getEpochSecond());
    String signature =
        new Signature(secret, InstantSource.fixed(NOW)).of(time, body.getBytes(UTF_8));
    return sent(time, signature, body);
  }

  private String sent(String time, String signature, String body)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:%d%s".formatted(server.port(), AppEndpoint.PATH));
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(uri)
                .header("X-Skep-Time", time)
                .header("X-Skep-Signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return (answer.statusCode() + " " + answer.body()).strip();
  }

  @Test
  void aSignedCommandIsShownInTheRoomAndHeardAsItsSenders() throws Exception {
    assertThat(sent(NOW, SECRET, body("anna", "ops", "/deploy web"))).isEqualTo("202");
    assertThat(chat.posts())
        .singleElement()
        .satisfies(post -> assertThat(post.text()).isEqualTo("@anna typed `/deploy web`"));
    assertThat(heard)
        .singleElement()
        .satisfies(one -> {
          assertThat(one.by().id()).isEqualTo("anna");
          assertThat(one.room().name()).isEqualTo("ops");
          assertThat(one.thread()).isEqualTo(chat.posts().getFirst().id().orElseThrow());
          assertThat(one.what()).isEqualTo(new Heard.What.Command("/deploy web"));
        });
  }

  @Test
  void theSameRequestAgainIsTheSameMessage() throws Exception {
    String body = body("anna", "ops", "/deploy web");
    sent(NOW, SECRET, body);
    sent(NOW, SECRET, body);
    assertThat(chat.posts()).hasSize(1);
    // One id: the ledger lets it run once.
    assertThat(heard).extracting(Heard::id).hasSize(2).containsOnly(heard.getFirst().id());
  }

  @Test
  void whatIsNotSignedRightIsNotHeard() throws Exception {
    String body = body("anna", "ops", "/deploy web");
    assertThat(sent(NOW, SecretValue.of("another-secret-altogether"), body))
        .startsWith("401")
        .contains("the same secret")
        .doesNotContain("shared-secret");
    assertThat(sent(NOW.minus(Duration.ofMinutes(3)), SECRET, body))
        .startsWith("401")
        .contains("180 s old");
    assertThat(sent(NOW.plus(Duration.ofMinutes(3)), SECRET, body)).startsWith("401");
    assertThat(sent("", "", body)).startsWith("401");
    assertThat(sent("now", "sha256=00", body)).startsWith("401");
    String time = Long.toString(NOW.getEpochSecond());
    String right = new Signature(SECRET, () -> NOW).of(time, body.getBytes(UTF_8));
    assertThat(sent(time, right, body.replace("anna", "eve"))).startsWith("401");
    assertThat(sent(Long.toString(NOW.getEpochSecond() + 1), right, body)).startsWith("401");
    assertThat(heard).isEmpty();
    assertThat(chat.posts()).isEmpty();
  }

  @Test
  void whoAndWhereAreLookedUp() throws Exception {
    assertThat(sent(NOW, SECRET, body("eve", "ops", "/deploy web")))
        .startsWith("403")
        .contains("active persons");
    assertThat(sent(NOW, SECRET, body("anna", "elsewhere", "/deploy web")))
        .startsWith("403")
        .contains("invite it");
    assertThat(heard).isEmpty();
  }

  @Test
  void whatIsNoCommandIsRefused() throws Exception {
    for (String wrong :
        List.of(
            "",
            "no json",
            "[]",
            body("anna", "ops", "deploy web"),
            body("anna", "ops", "/deploy web\\n/deploy api"),
            body("../anna", "ops", "/deploy web"),
            body("anna", "ops", "/deploy " + "x".repeat(4000)))) {
      assertThat(sent(NOW, SECRET, wrong)).as(wrong).startsWith("400");
    }
    assertThat(sent(NOW, SECRET, " ".repeat(70_000))).startsWith("413");
    assertThat(heard).isEmpty();
  }

  @Test
  void aBotThatEndsSaysThatNothingWasDone() throws Exception {
    takes = false;
    assertThat(sent(NOW, SECRET, body("anna", "ops", "/deploy web")))
        .startsWith("503")
        .contains("nothing was done");
  }
}
