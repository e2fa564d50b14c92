package skep.bot.local.chat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients of Rocket.Chat rely on, asked over HTTP as they ask. */
class RestTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private LocalChat server;
  private String ops;

  private record Answer(int status, JsonNode body) {}

  @BeforeEach
  void start() {
    server = LocalChat.start(LocalChat.Options.on(0, "simulated"));
    ops = server.roomId("ops");
  }

  @AfterEach
  void stop() {
    http.close();
    server.close();
  }

  private Answer call(String as, String path, Optional<Object> body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path));
    if (!as.isEmpty()) {
      JsonNode data =
          call("", "/api/v1/login", Optional.of(Map.of("user", as, "password", as)))
              .body()
              .path("data");
      request.header("X-User-Id", data.path("userId").asText());
      request.header("X-Auth-Token", data.path("authToken").asText());
    }
    body.ifPresent(sent ->
        request.POST(HttpRequest.BodyPublishers.ofString(JSON.valueToTree(sent).toString())));
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), JSON.readTree(answer.body()));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(path, e);
    }
  }

  private Answer get(String as, String path) {
    return call(as, "/api/v1/" + path, Optional.empty());
  }

  private Answer post(String as, String path, Object body) {
    return call(as, "/api/v1/" + path, Optional.of(body));
  }

  private Answer send(Map<String, Object> message) {
    return post("you", "chat.sendMessage", Map.of("message", message));
  }

  @Test
  void whoIsNotSignedInGetsTheRealServers401() {
    Answer answer = get("", "me");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body().path("status").asText()).isEqualTo("error");
    assertThat(answer.body().path("message").asText())
        .isEqualTo("You must be logged in to do this.");
  }

  @Test
  void aWrongPasswordAndTheBotsNameSignNobodyIn() {
    assertThat(post("", "login", Map.of("user", "you", "password", "x")).status()).isEqualTo(401);
    assertThat(post("", "login", Map.of("user", "skep", "password", "skep")).status())
        .isEqualTo(401);
    assertThat(post("", "login", Map.of("user", "skep")).status()).isEqualTo(401);
  }

  @Test
  void aRepeatedIdInsertsNothing() {
    Map<String, Object> message = Map.of("_id", "m1", "rid", ops, "msg", "once");

    assertThat(send(message).body().path("message").path("_id").asText()).isEqualTo("m1");
    Answer again = send(message);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.body().has("message")).isFalse();
    assertThat(server.said("ops")).hasSize(1);
  }

  @Test
  void datesAreIsoTextsOnRest() {
    JsonNode message = send(Map.of("rid", ops, "msg", "hi")).body().path("message");

    assertThat(Instant.parse(message.path("ts").asText())).isBeforeOrEqualTo(Instant.now());
    assertThat(message.path("u").path("username").asText()).isEqualTo("you");
    assertThat(message.has("editedAt")).isFalse();
  }

  @Test
  void unknownKeysAreRefused() {
    Answer answer = send(Map.of("rid", ops, "msg", "hi", "colour", "red"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errorType").asText()).isEqualTo("invalid-params");
    assertThat(post("you", "chat.update", Map.of("roomId", ops, "attachments", "")).status())
        .isEqualTo(400);
    assertThat(server.said("ops")).isEmpty();
  }

  @Test
  void fiveThousandUnitsAreTheLimitOnBothCalls() {
    assertThat(send(Map.of("rid", ops, "msg", "x".repeat(5000))).status()).isEqualTo(200);
    Answer sent = send(Map.of("rid", ops, "msg", "x".repeat(5001)));
    Answer posted =
        post("you", "chat.postMessage", Map.of("roomId", ops, "text", "x".repeat(5001)));

    assertThat(sent.body().path("errorType").asText()).isEqualTo("error-message-size-exceeded");
    assertThat(posted.status()).isEqualTo(400);
  }

  @Test
  void onlyABotSpeaksUnderAnotherName() {
    Answer answer = send(Map.of("rid", ops, "msg", "/deploy web", "alias", "colleague"));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(server.said("ops")).isEmpty();
  }

  @Test
  void onlyTheAuthorEditsAndTheSameTextIsNoEdit() {
    String id = server.say("you", "ops", "hi");
    Map<String, String> same = Map.of("roomId", ops, "msgId", id, "text", "hi");
    Map<String, String> other = Map.of("roomId", ops, "msgId", id, "text", "ho");

    assertThat(post("colleague", "chat.update", other).body().path("errorType").asText())
        .isEqualTo("error-action-not-allowed");
    assertThat(post("you", "chat.update", same).body().path("message").has("editedAt")).isFalse();
    assertThat(post("you", "chat.update", other).body().path("message").has("editedAt")).isTrue();
  }

  @Test
  void reactingTogglesUnlessToldWhich() {
    String id = server.say("you", "ops", "hi");
    Map<String, Object> toggle = Map.of("messageId", id, "emoji", "eyes");
    Map<String, Object> on = Map.of("messageId", id, "emoji", ":eyes:", "shouldReact", true);

    post("you", "chat.react", on);
    post("you", "chat.react", on);
    assertThat(server.said("ops").getFirst().reactions()).containsExactly(":eyes:");
    post("you", "chat.react", toggle);
    assertThat(server.said("ops").getFirst().reactions()).isEmpty();
    assertThat(post("you", "chat.react", Map.of("messageId", id, "emoji", "<x>")).status())
        .isEqualTo(400);
  }

  @Test
  void historyLeavesThreadRepliesOutUnlessAsked() {
    String root = server.say("you", "ops", "root");
    server.reply("colleague", "ops", root, "in the thread");

    JsonNode room = get("you", "channels.history?roomId=" + ops).body();
    JsonNode all = get("you", "channels.history?showThreadMessages=true&roomId=" + ops).body();
    assertThat(room.path("messages")).hasSize(1);
    assertThat(room.path("messages").path(0).path("tcount").asInt()).isEqualTo(1);
    assertThat(all.path("messages")).hasSize(2);
    assertThat(all.path("messages").path(0).path("msg").asText()).isEqualTo("in the thread");
  }

  @Test
  void syncGivesWhatIsNewOrChangedSinceAndWhatIsGone() {
    String gone = server.say("you", "ops", "gone");
    String edited = server.say("you", "ops", "before");
    Instant since =
        Instant.parse(
            get("you", "chat.getMessage?msgId=" + edited)
                .body()
                .path("message")
                .path("_updatedAt")
                .asText());
    post("you", "chat.update", Map.of("roomId", ops, "msgId", edited, "text", "after"));
    post("you", "chat.delete", Map.of("roomId", ops, "msgId", gone));

    JsonNode result =
        get("you", "chat.syncMessages?roomId=%s&lastUpdate=%s".formatted(ops, since))
            .body()
            .path("result");
    assertThat(result.path("updated")).hasSize(1);
    assertThat(result.path("updated").path(0).path("msg").asText()).isEqualTo("after");
    assertThat(result.path("deleted").path(0).path("_id").asText()).isEqualTo(gone);
  }

  @Test
  void aDeletedMessageIsGoneUnlessAThreadHangsOnIt() {
    String alone = server.say("you", "ops", "alone");
    String first = server.say("you", "ops", "first");
    String reply = server.reply("colleague", "ops", first, "second");
    for (String id : List.of(alone, first)) {
      assertThat(post("you", "chat.delete", Map.of("roomId", ops, "msgId", id)).status())
          .isEqualTo(200);
    }
    assertThat(get("you", "chat.getMessage?msgId=" + alone).status()).isEqualTo(400);
    JsonNode removed = get("you", "chat.getMessage?msgId=" + first).body().path("message");
    assertThat(removed.path("t").asText()).isEqualTo("rm");
    assertThat(removed.path("msg").asText()).isEmpty();
    assertThat(removed.at("/editedBy/username").asText()).isEqualTo("you");
    assertThat(get("you", "chat.getMessage?msgId=" + reply).body().at("/message/msg").asText())
        .isEqualTo("second");
  }

  @Test
  void aDiscussionIsARoomOfItsOwnWithATitle() {
    String discussion = server.mischief().discuss("you", "ops", "why so slow");
    JsonNode room = get("you", "rooms.info?roomId=" + discussion).body().path("room");
    assertThat(room.path("prid").asText()).isEqualTo(ops);
    assertThat(room.path("fname").asText()).isEqualTo("why so slow");
    assertThat(room.path("name").asText()).isNotEqualTo("why so slow");
    JsonNode note = get("you", "channels.history?roomId=" + ops).body().at("/messages/0");
    assertThat(note.path("t").asText()).isEqualTo("discussion-created");
    assertThat(note.path("drid").asText()).isEqualTo(discussion);
  }

  @Test
  void aPrivateGroupIsUnknownToWhoIsNotInIt() {
    String group = server.roomId("ops-deployers");
    server.remove("you", "ops-deployers");

    assertThat(get("you", "groups.members?roomName=ops-deployers").status()).isEqualTo(400);
    assertThat(get("you", "groups.history?roomId=" + group).status()).isEqualTo(400);
    assertThat(send(Map.of("rid", group, "msg", "let me in")).status()).isEqualTo(400);
    assertThat(get("colleague", "groups.members?roomName=ops-deployers").body().path("members"))
        .hasSize(2);
  }

  @Test
  void thePageAllowsNothingFromElsewhere() throws IOException, InterruptedException {
    HttpResponse<String> page =
        http.send(
            HttpRequest.newBuilder(URI.create(server.url() + "/")).build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'", "script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(call("", "/try/banner", Optional.empty()).body().path("text").asText())
        .isEqualTo("simulated");
  }
}
