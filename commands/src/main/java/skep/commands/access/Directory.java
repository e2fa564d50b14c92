package skep.commands.access;

import java.util.Optional;
import java.util.Set;
import skep.commands.chat.Person;

/** What the chat server knows about people. Asked every time: who left a room has left. */
public interface Directory {
  /** Nobody is known: at a terminal there is no chat to ask. */
  Directory NONE =
      new Directory() {
        @Override
        public boolean isMember(String room, String person) {
          return false;
        }

        @Override
        public Set<String> roles(String person) {
          return Set.of();
        }
      };

  /** False where the room does not exist or cannot be seen. May throw where nobody answers. */
  boolean isMember(String room, String person);

  /**
   * May throw where nobody answers.
   *
   * @throws Unknown where the bot may not read roles
   */
  Set<String> roles(String person);

  /**
   * Who goes by this name now, as long as the account is active. May throw where nobody answers.
   */
  default Optional<Person> named(String username) {
    return Optional.empty();
  }

  /** Whether the account may still be used. May throw where nobody answers. */
  default boolean isActive(String person) {
    return true;
  }

  /** Why nobody is known to be in this room: the bot is not in it itself. Empty where it is. */
  default Optional<String> blind(String room) {
    return Optional.empty();
  }

  /** It cannot be found out, and asking again does not help; the message says what would. */
  final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unknown(String why) {
      super(why);
    }
  }
}
