package skep.commands.access;

import java.util.Set;

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

  /** Empty where the bot may not read roles. May throw where nobody answers. */
  Set<String> roles(String person);
}
