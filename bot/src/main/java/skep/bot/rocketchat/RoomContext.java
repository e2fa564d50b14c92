package skep.bot.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Where a message came from, as the server says beside it.
 *
 * @param participant whether the bot is a member; the server sends public rooms it is not in, too
 * @param type {@code c} channel, {@code p} private group, {@code d} direct, {@code l} live chat
 * @param name empty for direct rooms
 */
public record RoomContext(boolean participant, String type, Optional<String> name) {
  static final RoomContext UNKNOWN = new RoomContext(false, "", Optional.empty());

  /** A server that leaves this out (one release did) leaves the bot deaf rather than everywhere. */
  static RoomContext parse(JsonNode doc) {
    return doc.isObject()
        ? new RoomContext(
            doc.path("roomParticipant").asBoolean(false),
            doc.path("roomType").asText(""),
            name(doc, "roomName"))
        : UNKNOWN;
  }

  /** Of a room that the bot's own list of rooms holds. */
  static RoomContext ofOwnRoom(JsonNode room) {
    return new RoomContext(true, room.path("t").asText(""), name(room, "name"));
  }

  private static Optional<String> name(JsonNode doc, String key) {
    return Optional.of(doc.path(key).asText("")).filter(name -> !name.isEmpty());
  }

  /** Where web clients show the room, below the server's address. */
  String path(String id) {
    return switch (type) {
      case "d" -> "/direct/" + id;
      case "p" -> "/group/" + name.orElse(id);
      default -> "/channel/" + name.orElse(id);
    };
  }

  boolean direct() {
    return type.equals("d");
  }
}
