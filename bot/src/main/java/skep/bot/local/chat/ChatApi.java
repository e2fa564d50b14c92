package skep.bot.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Writing: send, post, edit, react, delete. */
final class ChatApi {
  /** Rocket.Chat's default, in UTF-16 units. */
  static final int MAX_SIZE = 5000;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Pattern EMOJI = Pattern.compile(":[a-z0-9_+-]+:");
  private static final Set<String> KEPT =
      Set.of("alias", "emoji", "avatar", "attachments", "blocks", "customFields", "tshow");
  private static final Set<String> SEND_KEYS =
      Set.of(
          "_id",
          "rid",
          "msg",
          "tmid",
          "tshow",
          "alias",
          "emoji",
          "avatar",
          "attachments",
          "blocks",
          "customFields",
          "groupable",
          "mentions",
          "channels",
          "ts",
          "t",
          "urls");
  private static final Set<String> POST_KEYS =
      Set.of(
          "roomId",
          "channel",
          "text",
          "alias",
          "emoji",
          "avatar",
          "attachments",
          "tmid",
          "customFields",
          "parseUrls");

  private final ChatStore store;
  private final Accounts accounts;

  ChatApi(ChatStore store, Accounts accounts) {
    this.store = store;
    this.accounts = accounts;
  }

  void register(Rest rest) {
    rest.post("chat.sendMessage", this::send);
    rest.post("chat.postMessage", this::post);
    rest.post("chat.update", this::update);
    rest.post("chat.react", this::react);
    rest.post("chat.delete", this::delete);
  }

  private ObjectNode send(Call call) {
    ObjectNode body = call.body(Set.of("message", "previewUrls"));
    ObjectNode message = Call.known(body.path("message"), SEND_KEYS);
    ChatRoom room = writable(Call.required(message, "rid"), call.by());
    String text = Call.optional(message, "msg").orElse("");
    if (text.length() > MAX_SIZE) {
      throw new ApiError(
          400, "error-message-size-exceeded", "Message size exceeds Message_MaxAllowedSize");
    }
    if (text.isEmpty() && !message.has("attachments") && !message.has("blocks")) {
      throw new ApiError(400, "error-invalid-message", "Invalid message");
    }
    String id = Call.optional(message, "_id").orElseGet(Ids::random);
    ObjectNode answer = JSON.objectNode();
    // For an id it has already the real server inserts nothing and answers without the message.
    store
        .send(call.by(), draft(id, room, text, message, call.by()))
        .ifPresent(sent -> answer.set("message", document(sent)));
    return answer;
  }

  private ObjectNode post(Call call) {
    ObjectNode body = call.body(POST_KEYS);
    if (body.has("tmid") && !body.has("roomId")) {
      throw ApiError.invalid("must NOT have additional properties");
    }
    ChatRoom room = target(body, call.by());
    String text = Call.optional(body, "text").orElse("");
    if (text.length() > MAX_SIZE) {
      throw new ApiError(400, "error-message-size-exceeded", "error-message-size-exceeded");
    }
    StoredMessage sent =
        store.send(call.by(), draft(Ids.random(), room, text, body, call.by())).orElseThrow();
    ObjectNode answer = JSON.objectNode().put("ts", sent.sent().toEpochMilli());
    answer.put("channel", room.name().orElse(room.id()));
    answer.set("message", document(sent));
    return answer;
  }

  private ChatRoom target(ObjectNode body, Account by) {
    Optional<String> roomId = Call.optional(body, "roomId");
    if (roomId.isPresent()) {
      return writable(roomId.get(), by);
    }
    String channel = Call.required(body, "channel");
    if (channel.startsWith("@")) {
      return accounts
          .byUsername(channel.substring(1))
          .map(other -> store.direct(by, other))
          .orElseThrow(ApiError::noRoom);
    }
    String id = store.roomNamed(channel.replaceFirst("^#", "")).map(ChatRoom::id).orElse(channel);
    return writable(id, by);
  }

  private ChatStore.Draft draft(
      String id, ChatRoom room, String text, ObjectNode body, Account by) {
    Map<String, JsonNode> extras = new LinkedHashMap<>();
    KEPT.stream().filter(body::hasNonNull).forEach(key -> extras.put(key, body.get(key)));
    if ((extras.containsKey("alias") || extras.containsKey("avatar")) && !by.isBot()) {
      throw ApiError.notAllowed();
    }
    Optional<String> thread = Call.optional(body, "tmid");
    if (thread.isPresent() && thread.flatMap(store::message).filter(m -> isIn(m, room)).isEmpty()) {
      throw ApiError.noMessage();
    }
    return new ChatStore.Draft(id, room.id(), text, thread, extras);
  }

  private static boolean isIn(StoredMessage message, ChatRoom room) {
    return message.roomId().equals(room.id());
  }

  private ObjectNode update(Call call) {
    ObjectNode body = call.body(Set.of("roomId", "msgId", "text", "previewUrls", "customFields"));
    StoredMessage message = readable(Call.required(body, "msgId"), call.by());
    if (!message.roomId().equals(Call.required(body, "roomId"))) {
      throw ApiError.invalid("The room id provided does not match where the message is from.");
    }
    if (!message.author().equals(call.by())) {
      throw new ApiError(400, "error-action-not-allowed", "Message editing not allowed");
    }
    String text = Call.required(body, "text");
    if (text.length() > MAX_SIZE) {
      throw new ApiError(400, "error-message-size-exceeded", "error-message-size-exceeded");
    }
    return JSON.objectNode().set("message", document(store.edit(message, text, call.by())));
  }

  private ObjectNode react(Call call) {
    ObjectNode body = call.body(Set.of("messageId", "emoji", "reaction", "shouldReact"));
    StoredMessage message = readable(Call.required(body, "messageId"), call.by());
    String given = Call.optional(body, "emoji").orElseGet(() -> Call.required(body, "reaction"));
    String emoji = given.startsWith(":") ? given : ":" + given + ":";
    if (!EMOJI.matcher(emoji).matches()) {
      throw new ApiError(400, "error-not-allowed", "Invalid emoji provided.");
    }
    String username = call.by().username();
    boolean on =
        body.has("shouldReact")
            ? body.get("shouldReact").asBoolean()
            : !message.hasReaction(emoji, username);
    store.react(message, emoji, username, on);
    return JSON.objectNode();
  }

  private ObjectNode delete(Call call) {
    ObjectNode body = call.body(Set.of("roomId", "msgId", "asUser"));
    StoredMessage message = readable(Call.required(body, "msgId"), call.by());
    boolean moderates = call.by().roles().contains("moderator");
    if (!moderates && !message.author().equals(call.by())) {
      throw new ApiError(400, "error-action-not-allowed", "Not allowed");
    }
    store.delete(message, call.by(), false);
    return JSON.objectNode().put("_id", message.id());
  }

  /** A public channel can be written to without joining, as on the real server. */
  private ChatRoom writable(String roomId, Account by) {
    return store.room(roomId).filter(room -> room.readableBy(by)).orElseThrow(ApiError::notAllowed);
  }

  private StoredMessage readable(String id, Account by) {
    return store
        .message(id)
        .filter(m -> store.room(m.roomId()).filter(r -> r.readableBy(by)).isPresent())
        .orElseThrow(ApiError::noMessage);
  }

  private ObjectNode document(StoredMessage message) {
    return Documents.ISO.message(message, accounts);
  }
}
