package skep.bot.local.chat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/** Which streams there are, who may read them, and what an event looks like on each. */
final class Streams {
  static final String MESSAGES = "stream-room-messages";
  static final String MY_MESSAGES = "__my_messages__";
  static final String ROOM = "stream-notify-room";
  static final String USER = "stream-notify-user";
  private static final Set<String> SIGNED_IN = Set.of("stream-notify-logged", "stream-roles");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ChatStore store;
  private final Accounts accounts;

  Streams(ChatStore store, Accounts accounts) {
    this.store = store;
    this.accounts = accounts;
  }

  /** The error that answers a subscription, or empty where it is allowed. */
  Optional<ObjectNode> refusal(String stream, String event, Optional<Account> reader) {
    if (event.isEmpty()) {
      return Optional.of(Ddp.error("invalid-event-name"));
    }
    return switch (stream) {
      case MESSAGES ->
          unless(event.equals(MY_MESSAGES) || reader.filter(a -> canRead(event, a)).isPresent());
      case ROOM -> unless(reader.filter(a -> canRead(head(event), a)).isPresent());
      case USER -> unless(reader.filter(a -> a.id().equals(head(event))).isPresent());
      default ->
          SIGNED_IN.contains(stream)
              ? unless(reader.isPresent())
              : Optional.of(Ddp.error(404, "Subscription '%s' not found".formatted(stream)));
    };
  }

  /** The arguments to send to this reader under this subscription; empty: not theirs. */
  Optional<ArrayNode> arguments(ChatEvent event, String stream, String name, Account reader) {
    if (event instanceof ChatEvent.RoomLeft(var room, var id)) {
      return id.equals(reader.id()) && stream.equals(USER)
          ? membership("removed", room, name, reader)
          : Optional.empty();
    }
    if (!event.room().readableBy(reader)) {
      return Optional.empty();
    }
    return switch (event) {
      case ChatEvent.MessageChanged changed when stream.equals(MESSAGES) ->
          message(changed, name, reader);
      case ChatEvent.MessageDeleted(var room, var id)
          when stream.equals(ROOM) && name.equals(room.id() + "/deleteMessage") ->
          Optional.of(JSON.arrayNode().add(JSON.objectNode().put("_id", id)));
      case ChatEvent.Activity(var room, var username, var activities)
          when stream.equals(ROOM) && name.equals(room.id() + "/user-activity") -> {
        ArrayNode args = JSON.arrayNode().add(username);
        activities.forEach(args.addArray()::add);
        yield Optional.of(args);
      }
      case ChatEvent.RoomJoined(var room, var id)
          when stream.equals(USER) && id.equals(reader.id()) ->
          membership("inserted", room, name, reader);
      case ChatEvent.MessageChanged _,
          ChatEvent.MessageDeleted _,
          ChatEvent.Activity _,
          ChatEvent.RoomJoined _,
          ChatEvent.RoomLeft _ ->
          Optional.empty();
    };
  }

  private Optional<ArrayNode> message(ChatEvent.MessageChanged event, String name, Account reader) {
    ArrayNode args = JSON.arrayNode().add(Documents.EJSON.message(event.message(), accounts));
    if (name.equals(event.room().id())) {
      return Optional.of(args);
    }
    if (!name.equals(MY_MESSAGES)) {
      return Optional.empty();
    }
    ObjectNode where = args.addObject();
    where.put("roomParticipant", event.room().hasMember(reader));
    where.put("roomType", event.room().kind().letter);
    event.room().name().ifPresent(roomName -> where.put("roomName", roomName));
    return Optional.of(args);
  }

  private Optional<ArrayNode> membership(
      String action, ChatRoom room, String name, Account reader) {
    ArrayNode args = JSON.arrayNode().add(action);
    if (name.equals(reader.id() + "/subscriptions-changed")) {
      return Optional.of(args.add(Documents.EJSON.subscription(room, reader, accounts)));
    }
    return name.equals(reader.id() + "/rooms-changed")
        ? Optional.of(args.add(Documents.EJSON.room(room, accounts)))
        : Optional.empty();
  }

  private boolean canRead(String roomId, Account reader) {
    return store.room(roomId).filter(room -> room.readableBy(reader)).isPresent();
  }

  private static String head(String event) {
    int slash = event.indexOf('/');
    return slash < 0 ? event : event.substring(0, slash);
  }

  private static Optional<ObjectNode> unless(boolean allowed) {
    return allowed ? Optional.empty() : Optional.of(Ddp.error("not-allowed"));
  }
}
