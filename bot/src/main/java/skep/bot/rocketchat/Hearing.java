package skep.bot.rocketchat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import skep.bot.dispatch.ApprovalQuestion;

/**
 * Decides, from the message alone, whether the bot was spoken to. Only a real person's fresh
 * message counts: never the bot's own, never a system's, a webhook's, another server's, one under
 * somebody else's name, nor one that was edited into a command (perhaps by a moderator).
 */
public sealed interface Hearing {
  /** The type of a message only its readers' clients can read. */
  String ENCRYPTED = "e2e";

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

  /**
   * A command, but not a person's own fresh message.
   *
   * @param why it is not obeyed, a sentence
   */
  record NotObeyed(String line, String why) implements Hearing {}

  /** Encrypted: whoever wrote it may think it was heard. */
  record Unreadable() implements Hearing {}

  /**
   * Reactions to the bot's own question.
   *
   * @param line what they say where reactions say something
   * @param names of those who reacted, as the server keeps them
   */
  record Reacted(String line, Set<String> names) implements Hearing {
    public Reacted {
      names = Set.copyOf(names);
    }
  }

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
    if (!room.participant()) {
      return new Ignored("the bot is not in the room");
    }
    if (message.author().id().equals(ears.ownId())) {
      return own(message, ears);
    }
    if (message.type().filter(ENCRYPTED::equals).isPresent()) {
      return new Unreadable();
    }
    if (message.type().isPresent()) {
      return new Ignored("system message");
    }
    Hearing heard = Addressing.read(message.text(), ears, room.direct());
    return notOnesOwn(message)
        .<Hearing>map(
            why -> heard instanceof Command(var line) ? new NotObeyed(line, why) : new Ignored(why))
        .orElse(heard);
  }

  /** What somebody else made of the bot's words asks nothing. */
  private static Hearing own(ChatMessage message, Ears ears) {
    Set<String> names =
        new TreeSet<>(message.reactions().getOrDefault(ApprovalQuestion.YES, List.of()));
    names.remove(ears.ownName());
    return ApprovalQuestion.yes(message.text())
        .filter(_ -> !names.isEmpty())
        .filter(_ -> message.editedBy().stream().allMatch(ears.ownId()::equals))
        .<Hearing>map(line -> new Reacted(line, names))
        .orElseGet(() -> new Ignored("own message"));
  }

  /** Why this is not what its author typed, here and now. */
  private static Optional<String> notOnesOwn(ChatMessage message) {
    if (message.fromIntegration()) {
      return Optional.of("It came through a webhook, and only persons give commands.");
    }
    if (message.alias().isPresent()) {
      return Optional.of("It was sent under another name than its author's.");
    }
    if (message.federated() || message.author().username().contains(":")) {
      return Optional.of("It came from another server.");
    }
    return message.editedAt().isPresent()
        ? Optional.of("It was edited, and what is edited is never run: type it as a new message.")
        : Optional.empty();
  }
}
