package skep.bot.rocketchat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides, from the message alone, whether the bot was spoken to. Only a real person's fresh
 * message counts: never the bot's own, never a system's, a webhook's, another server's, one under
 * somebody else's name, nor one that was edited into a command (perhaps by a moderator).
 */
public sealed interface Hearing {
  /**
   * @param line in its one form, {@code /deploy web}, whichever way it was typed
   */
  record Command(String line) implements Hearing {}

  /** Said to the bot, and no command. */
  record Question(String text) implements Hearing {}

  /**
   * Almost a command: misspelt, or in letters that only look right. Not obeyed.
   *
   * @param hint what to answer
   */
  record NearMiss(String hint) implements Hearing {}

  record Ignored(String reason) implements Hearing {}

  /**
   * Who listens.
   *
   * @param verbs the commands' first words, lower case, without the slash
   */
  record Ears(String ownId, String ownName, Set<String> verbs) {
    public Ears {
      verbs = Set.copyOf(verbs);
    }
  }

  static Hearing of(ChatMessage message, Ears ears, RoomContext room) {
    return reasonToIgnore(message, ears, room)
        .<Hearing>map(Ignored::new)
        .orElseGet(() -> Addressing.read(message.text(), ears, room.direct()));
  }

  private static Optional<String> reasonToIgnore(ChatMessage message, Ears ears, RoomContext room) {
    Map<String, Boolean> reasons = new LinkedHashMap<>();
    reasons.put("own message", message.author().id().equals(ears.ownId()));
    reasons.put("the bot is not in the room", !room.participant());
    reasons.put("system message", message.type().isPresent());
    reasons.put("sent by an integration", message.fromIntegration());
    reasons.put("sent under another name", message.alias().isPresent());
    reasons.put(
        "sent from another server",
        message.federated() || message.author().username().contains(":"));
    reasons.put("edited", message.editedAt().isPresent());
    return reasons.entrySet().stream()
        .filter(Map.Entry::getValue)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
