package skep.bot.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import skep.commands.chat.Origin;
import skep.commands.chat.Picture;
import skep.commands.chat.Room;

/**
 * The chat server as the dispatcher sees it.
 *
 * <p>Writing never blocks and never throws: what is written is queued, kept in order per room, and
 * tried again until the server took it or refused it for good. Reading asks the server and may
 * throw {@link ChatUnreachableException}.
 */
public interface Chat {
  /**
   * Queues a message; its id is known at once and is the one to edit later. The same post twice is
   * one message.
   */
  String post(Post post);

  /**
   * Shows this text instead. Edits of one message that come faster than the server should be asked
   * are merged; the last one is always shown.
   */
  void edit(String room, String message, String text);

  /**
   * Shows this text for good: somebody waits for it, so it does not wait to be merged with edits
   * that do not come.
   */
  void conclude(String room, String message, String text);

  /**
   * Queues a picture for a thread. The same one there twice, by its name, is shown once, also where
   * an earlier bot showed it. A server that takes no files shows none.
   */
  void picture(String room, String thread, Picture picture);

  /**
   * Shows that a command is at work in this room, or no more; as often ended as begun. Only a sign:
   * it may be lost.
   */
  void works(String room, boolean now);

  /**
   * @param emoji with colons: {@code :eyes:}
   */
  void react(String message, String emoji);

  /** What a message says now, as the server has it; empty where there is none. */
  Optional<String> textOf(String message);

  /** The thread a message is in, or begins; empty where there is no such message. */
  Optional<Talk> talk(String message);

  /**
   * Who reacts to a message of the bot's own now: people whose account is active, by their names of
   * today. Empty for anybody else's message.
   */
  List<Reaction> reactions(String message);

  /** Empty where nobody has this id. */
  Optional<UserView> user(String id);

  /** Who goes by this name now; names are freed and taken. Empty where nobody does. */
  Optional<UserView> userNamed(String username);

  /**
   * Whether this person is in this room now. False where there is no such room, or the bot cannot
   * see it: whoever is not known to be a member is none.
   *
   * @param roomName without the {@code #}
   */
  boolean isMember(String roomName, String userId);

  /** Whether the bot is in a private room of this name, and so can see who is. */
  boolean seesRoom(String roomName);

  /** The id of the room of this name; empty where the bot can see none. */
  Optional<String> roomNamed(String name);

  /** The room of this id, where the bot is a member of it. */
  Optional<Room> ownRoom(String id);

  /** The address that opens this message in its room; empty where the room is not known. */
  Optional<String> linkTo(Origin origin);

  /** What the server calls this person's roles; empty where the bot may not read them. */
  Optional<Set<String>> roles(String userId);

  /**
   * Says something to one person alone, in a direct conversation.
   *
   * @return false where there is none with this person
   */
  boolean whisper(String userId, String text);

  /**
   * Takes somebody's message out of its room, at once.
   *
   * @return whether it is not there any more; the bot may need a permission for it
   */
  boolean erase(String room, String message);

  /** What time it is by the chat server's clock, as far as that is known. */
  Instant time();

  /** Waits until all that was queued has been taken or refused, at most this long. */
  boolean flush(Duration atMost);

  /**
   * @param id 17 letters and digits; give the same one again after a restart to not post twice.
   *     Empty: a new one
   * @param thread id of the message whose thread this belongs to; empty: in the room itself
   * @param text Rocket.Chat's Markdown, of any length: long texts become several messages
   */
  record Post(
      Optional<String> id,
      String room,
      Optional<String> thread,
      String text,
      List<Action> actions) {
    public Post {
      if (text.isBlank()) {
        throw new IllegalArgumentException("a message needs a text");
      }
      actions = List.copyOf(actions);
    }

    public static Post in(String room, String text) {
      return new Post(Optional.empty(), room, Optional.empty(), text, List.of());
    }

    public static Post reply(String room, String thread, String text) {
      return new Post(Optional.empty(), room, Optional.of(thread), text, List.of());
    }

    public Post withActions(List<Action> actions) {
      return new Post(id, room, thread, text, actions);
    }

    public Post withText(String text) {
      return new Post(id, room, thread, text, actions);
    }

    public Post withId(String id) {
      return new Post(Optional.of(id), room, thread, text, actions);
    }
  }

  /**
   * A button. Whoever clicks it says the message, as themselves. Phones do not draw buttons: the
   * text must name the command as well.
   *
   * @param label on the button
   * @param says the message the click sends
   */
  record Action(String label, String says) {}

  /**
   * A thread.
   *
   * @param root id of its first message
   * @param lines the oldest first, its first message among them
   */
  record Talk(String room, String root, List<Line> lines) {
    public Talk {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One message of a thread; what the server itself says in between is none.
   *
   * @param by the author's username
   * @param own whether the bot wrote it
   */
  record Line(String message, String by, boolean own, Instant at, String text) {}

  /**
   * @param emoji with colons: {@code :eyes:}
   */
  record Reaction(String emoji, UserView by) {}

  /**
   * @param username shown, never trusted
   * @param active false for deactivated accounts, which may do nothing
   */
  record UserView(String id, String username, boolean active, boolean bot) {}
}
