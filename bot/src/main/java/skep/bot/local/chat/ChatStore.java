package skep.bot.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rooms and messages. Every change is told to the listeners before the next one can happen, so all
 * sessions see one order; listeners must not block.
 */
final class ChatStore {
  private final Clock clock;
  private final Map<String, ChatRoom> rooms = new LinkedHashMap<>();
  private final Map<String, StoredMessage> messages = new LinkedHashMap<>();
  private final Map<String, Deleted> deleted = new LinkedHashMap<>();
  private final Map<String, Set<String>> typing = new LinkedHashMap<>();
  private final Map<String, Integer> edits = new LinkedHashMap<>();
  private final List<Consumer<ChatEvent>> listeners = new CopyOnWriteArrayList<>();
  private Instant last = Instant.EPOCH;

  /** A message that is gone, for clients that catch up. */
  record Deleted(String id, String roomId, Instant at) {}

  /** What somebody wants to send; the server decides on time and author. */
  record Draft(
      String id,
      String roomId,
      String text,
      Optional<String> thread,
      Map<String, JsonNode> extras) {}

  ChatStore(Clock clock) {
    this.clock = clock;
  }

  void listen(Consumer<ChatEvent> listener) {
    listeners.add(listener);
  }

  synchronized ChatRoom addRoom(ChatRoom.Kind kind, String name, Set<String> members) {
    ChatRoom room =
        new ChatRoom(
            Ids.of("room:" + name), kind, Optional.of(name), members, now(), Optional.empty());
    rooms.put(room.id(), room);
    return room;
  }

  /** A room beside another one, shown under a title of its author's choice. */
  synchronized ChatRoom discuss(ChatRoom parent, Account author, String title) {
    String id = Ids.random();
    ChatRoom room =
        new ChatRoom(
            id,
            parent.kind(),
            Optional.of(id),
            parent.members(),
            now(),
            Optional.of(new ChatRoom.Discussion(parent.id(), title)));
    send(
        author,
        new Draft(
            Ids.random(),
            parent.id(),
            title,
            Optional.empty(),
            Map.of("t", TextNode.valueOf("discussion-created"), "drid", TextNode.valueOf(id))));
    return opened(room);
  }

  private ChatRoom opened(ChatRoom room) {
    rooms.put(room.id(), room);
    room.members().forEach(member -> tell(new ChatEvent.RoomJoined(room, member)));
    return room;
  }

  /** The direct room of these two, made when it does not exist. */
  synchronized ChatRoom direct(Account one, Account other) {
    String id = Stream.of(one.id(), other.id()).sorted().reduce("", String::concat);
    ChatRoom existing = rooms.get(id);
    if (existing != null) {
      return existing;
    }
    Set<String> members = Stream.of(one.id(), other.id()).collect(Collectors.toSet());
    return opened(
        new ChatRoom(id, ChatRoom.Kind.DIRECT, Optional.empty(), members, now(), Optional.empty()));
  }

  synchronized Optional<ChatRoom> room(String id) {
    return Optional.ofNullable(rooms.get(id));
  }

  synchronized Optional<ChatRoom> roomNamed(String name) {
    return rooms.values().stream().filter(r -> r.name().equals(Optional.of(name))).findFirst();
  }

  synchronized List<ChatRoom> roomsOf(Account account) {
    return rooms.values().stream().filter(room -> room.hasMember(account)).toList();
  }

  synchronized void setMembers(String roomId, Set<String> members) {
    ChatRoom before = rooms.get(roomId);
    ChatRoom room = before.withMembers(members);
    rooms.put(roomId, room);
    before.members().stream()
        .filter(id -> !members.contains(id))
        .forEach(id -> tell(new ChatEvent.RoomLeft(room, id)));
    members.stream()
        .filter(id -> !before.members().contains(id))
        .forEach(id -> tell(new ChatEvent.RoomJoined(room, id)));
  }

  synchronized Optional<StoredMessage> message(String id) {
    return Optional.ofNullable(messages.get(id));
  }

  /** The room's messages, oldest first. */
  synchronized List<StoredMessage> messagesIn(String roomId) {
    return messages.values().stream()
        .filter(message -> message.roomId().equals(roomId))
        .sorted(Comparator.comparing(StoredMessage::sent))
        .toList();
  }

  synchronized List<Deleted> deletedIn(String roomId) {
    return deleted.values().stream().filter(gone -> gone.roomId().equals(roomId)).toList();
  }

  /** Empty where a message with this id exists already: nothing is inserted then. */
  synchronized Optional<StoredMessage> send(Account author, Draft draft) {
    if (messages.containsKey(draft.id()) || deleted.containsKey(draft.id())) {
      return Optional.empty();
    }
    Instant at = now();
    StoredMessage message = message(author, draft, at);
    put(message, at);
    draft
        .thread()
        .flatMap(this::message)
        .ifPresent(parent -> put(parent.repliedTo(author.id(), at), at));
    return Optional.of(message);
  }

  private static StoredMessage message(Account author, Draft draft, Instant at) {
    return new StoredMessage(
        draft.id(),
        draft.roomId(),
        draft.text(),
        at,
        author,
        at,
        Optional.empty(),
        draft.thread(),
        StoredMessage.Replies.NONE,
        new LinkedHashMap<>(),
        draft.extras());
  }

  /** Streamed and not stored. */
  synchronized void passing(ChatRoom room, Account author, String text) {
    Draft draft = new Draft(Ids.random(), room.id(), text, Optional.empty(), Map.of());
    tell(new ChatEvent.MessageChanged(room, message(author, draft, now())));
  }

  synchronized StoredMessage edit(StoredMessage message, String text, Account by) {
    if (message.text().equals(text)) {
      return message;
    }
    Instant at = now();
    edits.merge(message.id(), 1, Integer::sum);
    return put(message.edited(text, by, at), at);
  }

  synchronized int edits(String messageId) {
    return edits.getOrDefault(messageId, 0);
  }

  synchronized StoredMessage react(
      StoredMessage message, String emoji, String username, boolean on) {
    if (message.hasReaction(emoji, username) == on) {
      return message;
    }
    Instant at = now();
    return put(message.reacted(emoji, username, on, at), at);
  }

  /**
   * A thread's first message stays as a deleted one, others are gone.
   *
   * @param shown whether it stays anyway: the setting {@code Message_ShowDeletedStatus}
   */
  synchronized void delete(StoredMessage message, Account by, boolean shown) {
    Instant at = now();
    if (shown || message.replies().count() > 0) {
      put(message.removed(by, at), at);
      return;
    }
    messages.remove(message.id());
    deleted.put(message.id(), new Deleted(message.id(), message.roomId(), at));
    tell(new ChatEvent.MessageDeleted(touch(message.roomId(), at), message.id()));
  }

  /** Who types in this room now. */
  synchronized Set<String> typing(String roomId) {
    return Set.copyOf(typing.getOrDefault(roomId, Set.of()));
  }

  synchronized void activity(ChatRoom room, String username, List<String> activities) {
    Set<String> names = typing.computeIfAbsent(room.id(), _ -> new HashSet<>());
    if (activities.contains("user-typing")) {
      names.add(username);
    } else {
      names.remove(username);
    }
    tell(new ChatEvent.Activity(room, username, activities));
  }

  private StoredMessage put(StoredMessage message, Instant at) {
    messages.put(message.id(), message);
    tell(new ChatEvent.MessageChanged(touch(message.roomId(), at), message));
    return message;
  }

  private ChatRoom touch(String roomId, Instant at) {
    ChatRoom room = rooms.get(roomId).changedAt(at);
    rooms.put(roomId, room);
    return room;
  }

  private void tell(ChatEvent event) {
    listeners.forEach(listener -> listener.accept(event));
  }

  /** Milliseconds, as Rocket.Chat keeps them, and never twice the same, so that order is total. */
  private Instant now() {
    Instant time = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    last = time.isAfter(last) ? time : last.plusMillis(1);
    return last;
  }
}
