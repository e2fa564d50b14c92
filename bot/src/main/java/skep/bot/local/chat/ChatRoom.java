package skep.bot.local.chat;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * @param name empty for direct rooms
 * @param members user ids
 * @param changed when a message last arrived, was edited or removed; Rocket.Chat's {@code lm}
 * @param discussion empty where it is none
 */
record ChatRoom(
    String id,
    Kind kind,
    Optional<String> name,
    Set<String> members,
    Instant changed,
    Optional<Discussion> discussion) {

  /**
   * @param parent id of the room it belongs to
   * @param title what it is shown as; its name is its id
   */
  record Discussion(String parent, String title) {}

  /** Rocket.Chat's room types, by the letter its documents carry. */
  enum Kind {
    CHANNEL("c"),
    GROUP("p"),
    DIRECT("d");

    final String letter;

    Kind(String letter) {
      this.letter = letter;
    }
  }

  ChatRoom {
    members = Set.copyOf(members);
  }

  boolean hasMember(Account account) {
    return members.contains(account.id());
  }

  boolean readableBy(Account account) {
    return kind == Kind.CHANNEL || hasMember(account);
  }

  ChatRoom changedAt(Instant time) {
    return new ChatRoom(id, kind, name, members, time, discussion);
  }

  ChatRoom withMembers(Set<String> members) {
    return new ChatRoom(id, kind, name, members, changed, discussion);
  }
}
