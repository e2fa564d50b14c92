package skep.bot.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import skep.bot.dispatch.Chat.Action;
import skep.bot.dispatch.Chat.UserView;

/**
 * The calls Skep makes. Each blocks until the server answered; throws {@link RocketChatException}.
 */
public final class RocketChatRest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final int PAGE = 100;

  private final RestCalls calls;

  /** The bot itself, as the server knows it. */
  public record Me(String id, String username, String name, Set<String> roles) {
    public Me {
      roles = Set.copyOf(roles);
    }
  }

  /** A room the bot is a member of. */
  record OwnRoom(String id, RoomContext context) {}

  public RocketChatRest(RestCalls calls) {
    this.calls = calls;
  }

  public Me me() {
    JsonNode me = calls.get("me", Map.of());
    Set<String> roles = new LinkedHashSet<>();
    me.path("roles").forEach(role -> roles.add(role.asText()));
    String username = me.path("username").asText();
    return new Me(me.path("_id").asText(), username, me.path("name").asText(username), roles);
  }

  /**
   * Sends with an id of our own. Sending the same id again inserts nothing, whatever the server
   * answers to it; where the outcome is not known, ask {@link #message} before saying so.
   *
   * @param actions drawn as buttons by web clients; a click says the action's text as the clicker
   * @return the text as the server has it now
   */
  public String send(
      String id, String room, Optional<String> thread, String text, List<Action> actions) {
    ObjectNode message = JSON.objectNode().put("_id", id).put("rid", room).put("msg", text);
    thread.ifPresent(tmid -> message.put("tmid", tmid));
    if (!actions.isEmpty()) {
      var buttons = message.putArray("attachments").addObject().putArray("actions");
      actions.forEach(action -> buttons.add(button(action)));
    }
    return stored(calls.post("chat.sendMessage", JSON.objectNode().set("message", message)));
  }

  private static String stored(JsonNode answer) {
    return answer.path("message").path("msg").asText();
  }

  private static ObjectNode button(Action action) {
    return JSON.objectNode()
        .put("type", "button")
        .put("text", action.label())
        .put("msg", action.says())
        .put("msg_in_chat_window", true)
        .put("msg_processing_type", "sendMessage");
  }

  Threads threads() {
    return new Threads(calls, this);
  }

  Uploads uploads() {
    return new Uploads(calls);
  }

  /** Shows this text instead; the text as the server has it now. */
  public String update(String room, String id, String text) {
    JsonNode answer =
        calls.post(
            "chat.update",
            JSON.objectNode().put("roomId", room).put("msgId", id).put("text", text));
    if (answer.at("/message/t").asText().equals(ChatMessage.REMOVED)) {
      throw new RocketChatException.Refused(400, "removed", "the message was deleted");
    }
    return stored(answer);
  }

  /** Puts the emoji there, or takes it away; that it is so already is fine. Never toggles. */
  public void react(String id, String emoji, boolean there) {
    calls.post(
        "chat.react",
        JSON.objectNode().put("messageId", id).put("emoji", emoji).put("shouldReact", there));
  }

  /** The id of the direct room with this person, or with oneself; opened where there is none. */
  String directRoom(String username) {
    JsonNode room =
        calls.post("im.create", JSON.objectNode().put("username", username)).path("room");
    return room.path("rid").asText(room.path("_id").asText());
  }

  /** Takes a message away; false where it stays: somebody else's needs a permission of its own. */
  boolean erase(String room, String id) {
    try {
      calls.post("chat.delete", JSON.objectNode().put("roomId", room).put("msgId", id));
      return true;
    } catch (RocketChatException.Refused e) {
      return message(id).isEmpty();
    }
  }

  /** Empty where there is no such message, or the bot may not see it. */
  public Optional<ChatMessage> message(String id) {
    try {
      return ChatMessage.parse(calls.get("chat.getMessage", Map.of("msgId", id)).path("message"));
    } catch (RocketChatException.Refused e) {
      return Optional.empty();
    }
  }

  /**
   * All messages of a room that are new or changed since then, in no particular order, perhaps some
   * twice. Asked in the form every version knows, or where that is refused in the one of 7.1.
   */
  public List<ChatMessage> changedSince(String room, Instant since) {
    try {
      return updated(
          calls.get("chat.syncMessages", Map.of("roomId", room, "lastUpdate", since.toString())));
    } catch (RocketChatException.Refused e) {
      return changedSince(room, since.toEpochMilli());
    }
  }

  /** Page by page. Two messages of one millisecond may stand on both sides of a page's edge. */
  private List<ChatMessage> changedSince(String room, long since) {
    List<ChatMessage> messages = new ArrayList<>();
    Optional<Long> next = Optional.of(since);
    while (next.isPresent()) {
      long from = next.get();
      JsonNode answer =
          calls.get(
              "chat.syncMessages",
              Map.of(
                  "roomId",
                  room,
                  "next",
                  Long.toString(from),
                  "type",
                  "UPDATED",
                  "count",
                  Integer.toString(PAGE)));
      messages.addAll(updated(answer));
      next =
          Optional.of(answer.path("result").path("cursor").path("next").asLong(0))
              .filter(edge -> edge > from)
              .map(edge -> Math.max(edge - 1, from + 1));
    }
    return messages;
  }

  private static List<ChatMessage> updated(JsonNode answer) {
    List<ChatMessage> messages = new ArrayList<>();
    answer
        .path("result")
        .path("updated")
        .forEach(doc -> ChatMessage.parse(doc).ifPresent(messages::add));
    return messages;
  }

  List<OwnRoom> ownRooms() {
    List<OwnRoom> rooms = new ArrayList<>();
    calls
        .get("rooms.get", Map.of())
        .path("update")
        .forEach(
            doc -> rooms.add(new OwnRoom(doc.path("_id").asText(), RoomContext.ofOwnRoom(doc))));
    return rooms;
  }

  /** The room of this name, where the bot can see one. */
  Optional<OwnRoom> roomNamed(String name) {
    return room(Map.of("roomName", name));
  }

  Optional<OwnRoom> room(String id) {
    return room(Map.of("roomId", id));
  }

  private Optional<OwnRoom> room(Map<String, String> which) {
    try {
      JsonNode room = calls.get("rooms.info", which).path("room");
      return Optional.of(new OwnRoom(room.path("_id").asText(), RoomContext.ofOwnRoom(room)));
    } catch (RocketChatException.Refused e) {
      return Optional.empty();
    }
  }

  /** Ids of everybody in a private group; empty where there is none of this name to be seen. */
  public Set<String> groupMembers(String name) {
    Set<String> ids = new LinkedHashSet<>();
    try {
      int total;
      int offset = 0;
      do {
        JsonNode page =
            calls.get(
                "groups.members",
                Map.of("roomName", name, "count", "" + PAGE, "offset", Integer.toString(offset)));
        page.path("members").forEach(member -> ids.add(member.path("_id").asText()));
        total = page.path("total").asInt();
        offset += PAGE;
      } while (offset < total);
    } catch (RocketChatException.Refused e) {
      return Set.of();
    }
    return ids;
  }

  Optional<String> somebodyElse(String own) {
    for (OwnRoom room : ownRooms()) {
      Optional<String> other =
          room.context().name().stream()
              .flatMap(name -> groupMembers(name).stream())
              .filter(id -> !id.equals(own))
              .findFirst();
      if (other.isPresent()) {
        return other;
      }
    }
    return Optional.empty();
  }

  public Optional<UserView> user(String id) {
    return user(Map.of("userId", id));
  }

  public Optional<UserView> userNamed(String username) {
    return user(Map.of("username", username));
  }

  private Optional<UserView> user(Map<String, String> which) {
    try {
      JsonNode user = calls.get("users.info", which).path("user");
      return Optional.of(
          new UserView(
              user.path("_id").asText(),
              user.path("username").asText(),
              user.path("active").asBoolean(true),
              !user.path("type").asText("user").equals("user")));
    } catch (RocketChatException.Refused e) {
      return Optional.empty();
    }
  }

  /** Of a person; empty where the bot may not read them: that needs a permission of its own. */
  public Optional<Set<String>> roles(String id) {
    try {
      JsonNode roles = calls.get("users.info", Map.of("userId", id)).path("user").path("roles");
      Set<String> names = new LinkedHashSet<>();
      roles.forEach(role -> names.add(role.asText()));
      return roles.isArray() ? Optional.of(names) : Optional.empty();
    } catch (RocketChatException.Refused e) {
      return Optional.empty();
    }
  }

  /** The settings everybody may read, as text, by name. */
  public Optional<String> publicSetting(String name) {
    JsonNode answer =
        calls.get("settings.public", Map.of("_id", name, "count", Integer.toString(PAGE)));
    for (JsonNode setting : answer.path("settings")) {
      if (setting.path("_id").asText().equals(name)) {
        return Optional.of(setting.path("value").asText());
      }
    }
    return Optional.empty();
  }

  /** What time it is by the server's clock, as its last answer had it. */
  Instant time() {
    return Instant.now().plus(calls.ahead());
  }

  /** The server's clock, to the second. */
  Instant serverTime() {
    return calls.serverTime();
  }
}
