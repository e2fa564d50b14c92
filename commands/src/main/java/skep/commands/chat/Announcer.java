package skep.commands.chat;

import java.util.List;
import java.util.Optional;

/** Tells rooms what nobody asked for there. Neither waits nor throws. */
@FunctionalInterface
public interface Announcer {
  /** At a terminal there is nobody to tell. */
  Announcer NONE = _ -> {};

  void tell(Announcement announcement);

  /**
   * @param room its name
   * @param key what it is about: told again under the same key, it takes the place of what was told
   *     before, also by an earlier bot
   * @param origin the command it comes from, to be linked
   * @param persons user ids of those to be called by name
   */
  record Announcement(
      String room, String key, Optional<Origin> origin, List<String> persons, String text) {
    public Announcement {
      persons = List.copyOf(persons);
    }
  }
}
