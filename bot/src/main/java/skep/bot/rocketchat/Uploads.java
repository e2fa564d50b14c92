package skep.bot.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import skep.commands.chat.Picture;

/**
 * Files, in two steps as the server wants them: sent and not confirmed is nobody's message. There
 * is no id of our own in it: sent twice, it is there twice.
 */
final class Uploads {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int PAGE = 100;

  private final RestCalls calls;

  Uploads(RestCalls calls) {
    this.calls = calls;
  }

  /** Posts a text as a file. */
  void text(String room, String thread, String name, String text) {
    confirm(room, calls.upload("rooms.media/" + room, name, text), inThread(thread));
  }

  /** Posts a picture, which clients draw. */
  void picture(String room, String thread, String name, Picture picture) {
    confirm(
        room,
        calls.upload("rooms.media/" + room, name, picture.png()),
        inThread(thread).put("description", picture.description()));
  }

  private void confirm(String room, JsonNode sent, ObjectNode message) {
    String id = sent.path("file").path("_id").asText();
    calls.post("rooms.mediaConfirm/" + room + "/" + id, message);
  }

  private static ObjectNode inThread(String thread) {
    return JSON.objectNode().put("tmid", thread);
  }

  /** Whether a file of this name was posted in the thread; false where that cannot be asked. */
  boolean isThere(String thread, String name) {
    int total;
    int offset = 0;
    try {
      do {
        JsonNode page =
            calls.get(
                "chat.getThreadMessages",
                Map.of("tmid", thread, "count", "" + PAGE, "offset", Integer.toString(offset)));
        for (JsonNode message : page.path("messages")) {
          if (message.path("file").path("name").asText().equals(name)) {
            return true;
          }
        }
        total = page.path("total").asInt();
        offset += PAGE;
      } while (offset < total);
    } catch (RocketChatException.Refused e) {
      return false;
    }
    return false;
  }
}
