package skep.bot.dispatch;

import java.time.Instant;
import java.util.Set;
import skep.commands.chat.Person;
import skep.commands.chat.Room;

/**
 * A message that a real person meant for the bot. It may be heard more than once (after a lost
 * connection the bot reads back), always with the same id.
 *
 * @param id the message's id
 * @param thread id of the thread's first message; the message's own id where it starts one
 * @param typed when, by the chat server's clock
 * @param what what was said
 */
public record Heard(String id, Person by, Room room, String thread, Instant typed, What what) {

  /** What was said to the bot. */
  public sealed interface What {
    /**
     * A command line, in its one form: from the {@code /} on.
     *
     * @param line {@code /deploy web}
     */
    record Command(String line) implements What {}

    /**
     * A command that is none: not what a person typed here and now.
     *
     * @param why a sentence
     */
    record NotObeyed(String line, String why) implements What {}

    /** A question, without the bot's name in front. */
    record Question(String text) implements What {}

    /**
     * Looks like a command and is not one, such as a verb with letters of another alphabet.
     *
     * @param hint what to answer: why, and what to type
     */
    record NearMiss(String hint) implements What {}
  }

  /** Takes what was heard. Must return soon; called from one thread per connection, in order. */
  @FunctionalInterface
  public interface Listener {
    void heard(Heard heard);

    /**
     * A reaction to the bot's question, as the command it would be if it were typed. On its own it
     * is none: only an acknowledgement.
     */
    default void reacted(Heard heard) {}

    /**
     * One of the bot's own messages is there, or is not what it was: perhaps it was edited, perhaps
     * somebody reacted to it or does not any more.
     *
     * @param emojis what is on it now, with colons
     */
    default void touched(String message, Set<String> emojis) {}
  }
}
