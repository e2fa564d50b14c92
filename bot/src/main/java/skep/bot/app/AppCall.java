package skep.bot.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the App passes on, from {@code bot/rocketchat-app/ForwardCommand.ts}.
 *
 * @param id of this request; the same twice is one command
 * @param user id of who typed it, as the server says
 * @param thread id of the thread's first message; empty outside of threads
 * @param text the line, from the {@code /} on
 */
record AppCall(String id, String user, String room, Optional<String> thread, String text) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");
  private static final int LONGEST = 4000;
  private static final ObjectMapper JSON = new ObjectMapper();

  AppCall {
    if (!ID.matcher(id).matches() || !ID.matcher(user).matches() || !ID.matcher(room).matches()) {
      throw new IllegalArgumentException("id, user and room must be ids");
    }
    if (thread.filter(one -> !ID.matcher(one).matches()).isPresent()) {
      throw new IllegalArgumentException("thread must be an id");
    }
    if (!text.startsWith("/") || text.length() > LONGEST || text.lines().count() != 1) {
      throw new IllegalArgumentException("text must be one line that begins with /");
    }
  }

  /**
   * @throws IllegalArgumentException where it is none
   */
  static AppCall parse(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return new AppCall(
          json.path("id").asText(),
          json.path("user").asText(),
          json.path("room").asText(),
          Optional.of(json.path("thread").asText()).filter(id -> !id.isEmpty()),
          json.path("text").asText());
    } catch (IOException e) {
      throw new IllegalArgumentException("the body is no JSON", e);
    }
  }
}
