package skep.bot.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Somebody signed in to a chat server, with what every Rocket.Chat answers over REST. */
final class ChatAccount implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final String server;
  private final JsonNode login;

  /**
   * @param name also the password
   */
  ChatAccount(String server, String name) {
    this.server = server;
    this.login =
        send(request("login").POST(body(Map.of("user", name, "password", name)))).path("data");
  }

  /** Says it in the room; the message's id. */
  String say(String roomId, String text) {
    return message(Map.of("rid", roomId, "msg", text));
  }

  String reply(String roomId, String thread, String text) {
    return message(Map.of("rid", roomId, "msg", text, "tmid", thread));
  }

  private String message(Map<String, String> message) {
    return send(signed("chat.sendMessage").POST(body(Map.of("message", message))))
        .path("message")
        .path("_id")
        .asText();
  }

  /** The texts of a thread as they stand now, oldest first, each behind its author's name. */
  List<String> thread(String id) {
    Map<String, String> texts = new TreeMap<>();
    for (JsonNode message :
        send(signed("chat.getThreadMessages?count=100&tmid=" + id).GET()).path("messages")) {
      texts.put(
          message.path("ts").asText(),
          message.path("u").path("username").asText() + ": " + message.path("msg").asText());
    }
    return new ArrayList<>(texts.values());
  }

  private HttpRequest.Builder signed(String path) {
    return request(path)
        .header("X-User-Id", login.path("userId").asText())
        .header("X-Auth-Token", login.path("authToken").asText());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server + "/api/v1/" + path))
        .header("Content-Type", "application/json");
  }

  private static HttpRequest.BodyPublisher body(Object json) {
    return HttpRequest.BodyPublishers.ofString(JSON.valueToTree(json).toString());
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer + ": " + answer.body());
      }
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
