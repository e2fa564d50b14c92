package skep.bot.official;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import skep.bot.local.chat.LocalChat;
import skep.bot.local.chat.Personality;

/**
 * What Rocket.Chat's own clients take for a Rocket.Chat server, the embedded one is near enough.
 */
@ParameterizedClass
@EnumSource
@Tag("node")
class OfficialClientsTest {
  private static final String NO_TOKEN = "a-token-nobody-has";
  private final LocalChat server;

  OfficialClientsTest(Personality personality) {
    server = LocalChat.start(LocalChat.Options.onFreePort().as(personality));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String token() {
    return new String(server.botToken().reveal(), StandardCharsets.UTF_8);
  }

  private OfficialClient ddpClient(String token) throws IOException, InterruptedException {
    return new OfficialClient("ddp-client.cjs", server.url(), token);
  }

  private OfficialClient sdk(String token) throws IOException, InterruptedException {
    return new OfficialClient("sdk.cjs", server.url().replace("http://", ""), token);
  }

  private void hears(OfficialClient client) {
    assertThat(client.says("signed-in").path("id").asText()).isEqualTo(server.botUserId());
    client.says("subscribed");
    String id = server.say("you", "ops", "/deploy web");
    JsonNode message = client.says("message", one -> one.path("id").asText().equals(id));
    assertThat(message.path("text").asText()).isEqualTo("/deploy web");
    assertThat(message.path("room").path("roomParticipant").asBoolean()).isTrue();
    assertThat(message.path("room").path("roomName").asText()).isEqualTo("ops");
    assertThat(client.said("message").stream().filter(one -> one.path("id").asText().equals(id)))
        .hasSize(1);
  }

  private void hearsAgainAfterACut(OfficialClient client) {
    server.cutConnections();
    // Nothing is replayed: only what is said after it is back is heard.
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> {
          String id = server.say("you", "ops", "are you there?");
          Thread.sleep(200);
          return client.said("message").stream()
              .anyMatch(one -> one.path("id").asText().equals(id));
        });
  }

  @Test
  void theClientOfTodayConnectsSignsInHearsAndComesBackAfterACut()
      throws IOException, InterruptedException {
    try (OfficialClient client = ddpClient(token())) {
      hears(client);
      assertThat(client.says("not-allowed").path("why").asText()).contains("not-allowed");
      hearsAgainAfterACut(client);
    }
  }

  @Test
  void theClientOfTodayIsRefusedWithAWrongToken() throws IOException, InterruptedException {
    try (OfficialClient client = ddpClient(NO_TOKEN)) {
      assertThat(client.says("refused").path("why").asText()).contains("logged out by the server");
      assertThat(client.ends()).isTrue();
    }
  }

  @Test
  void theMobileAppsClientConnectsSignsInHearsAndComesBackAfterACut()
      throws IOException, InterruptedException {
    try (OfficialClient client = sdk(token())) {
      hears(client);
      hearsAgainAfterACut(client);
    }
  }

  @Test
  void theMobileAppsClientIsRefusedWithAWrongToken() throws IOException, InterruptedException {
    try (OfficialClient client = sdk(NO_TOKEN)) {
      assertThat(client.says("refused").path("why").asText()).contains("logged out by the server");
    }
  }
}
