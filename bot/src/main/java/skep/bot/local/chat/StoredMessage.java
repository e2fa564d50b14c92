package skep.bot.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * One message as the server keeps it.
 *
 * @param reactions usernames by emoji, in the order they came
 * @param extras keys kept as sent: attachments, alias, avatar, emoji, blocks, customFields, tshow
 */
record StoredMessage(
    String id,
    String roomId,
    String text,
    Instant sent,
    Account author,
    Instant updated,
    Optional<Edit> edit,
    Optional<String> thread,
    Replies replies,
    SequencedMap<String, Set<String>> reactions,
    Map<String, JsonNode> extras) {

  /** The last edit: when, and by whom. */
  record Edit(Instant at, Account by) {}

  /** What the first message of a thread knows of its replies. */
  record Replies(int count, Optional<Instant> last, List<String> userIds) {
    static final Replies NONE = new Replies(0, Optional.empty(), List.of());

    Replies {
      userIds = List.copyOf(userIds);
    }

    Replies plus(String userId, Instant at) {
      List<String> users = new ArrayList<>(userIds);
      if (!users.contains(userId)) {
        users.add(userId);
      }
      return new Replies(count + 1, Optional.of(at), users);
    }
  }

  StoredMessage {
    extras = Map.copyOf(extras);
  }

  /** Whether the room's own list shows it: thread replies are in their thread only. */
  boolean inRoomList() {
    return thread.isEmpty() || (extras.containsKey("tshow") && extras.get("tshow").asBoolean());
  }

  StoredMessage edited(String newText, Account by, Instant at) {
    return with(newText, at, Optional.of(new Edit(at, by)), replies, reactions, extras);
  }

  StoredMessage repliedTo(String userId, Instant at) {
    return with(text, at, edit, replies.plus(userId, at), reactions, extras);
  }

  /** Deleted, and still shown as that. */
  StoredMessage removed(Account by, Instant at) {
    return with(
        "",
        at,
        Optional.of(new Edit(at, by)),
        replies,
        new LinkedHashMap<>(),
        Map.of("t", JsonNodeFactory.instance.textNode("rm")));
  }

  private StoredMessage with(
      String newText,
      Instant at,
      Optional<Edit> newEdit,
      Replies newReplies,
      SequencedMap<String, Set<String>> newReactions,
      Map<String, JsonNode> newExtras) {
    return new StoredMessage(
        id,
        roomId,
        newText,
        sent,
        author,
        at,
        newEdit,
        thread,
        newReplies,
        newReactions,
        newExtras);
  }

  boolean hasReaction(String emoji, String username) {
    return reactions.getOrDefault(emoji, Set.of()).contains(username);
  }

  StoredMessage reacted(String emoji, String username, boolean on, Instant at) {
    SequencedMap<String, Set<String>> changed = new LinkedHashMap<>(reactions);
    Set<String> names = new LinkedHashSet<>(changed.getOrDefault(emoji, Set.of()));
    if (on) {
      names.add(username);
    } else {
      names.remove(username);
    }
    if (names.isEmpty()) {
      changed.remove(emoji);
    } else {
      changed.put(emoji, names);
    }
    return with(text, at, edit, replies, changed, extras);
  }
}
