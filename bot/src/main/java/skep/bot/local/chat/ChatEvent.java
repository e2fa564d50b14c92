package skep.bot.local.chat;

import java.util.List;

/** What the store tells the realtime sessions, in the order it happened. */
sealed interface ChatEvent {
  ChatRoom room();

  /** New, edited, reacted to, or replied to: always the whole message. */
  record MessageChanged(ChatRoom room, StoredMessage message) implements ChatEvent {}

  record MessageDeleted(ChatRoom room, String messageId) implements ChatEvent {}

  /** Somebody became a member: the room appears in their list. */
  record RoomJoined(ChatRoom room, String userId) implements ChatEvent {}

  /** Somebody is no member any more. */
  record RoomLeft(ChatRoom room, String userId) implements ChatEvent {}

  /** Somebody types, or stopped: {@code activities} is empty then. */
  record Activity(ChatRoom room, String username, List<String> activities) implements ChatEvent {
    public Activity {
      activities = List.copyOf(activities);
    }
  }
}
