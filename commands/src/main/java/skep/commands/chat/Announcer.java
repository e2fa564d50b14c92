package skep.commands.chat;

import java.util.List;
import java.util.Optional;

/** Tells rooms what nobody asked for there. Neither waits nor throws. */
@FunctionalInterface
public interface Announcer {
  /** At a terminal there is nobody to tell. */
  Announcer NONE = _ -> {};

  /** What begins with one of these goes on; everything else is an end. */
  List<String> OPEN =
      List.of(
          ":raised_hand:",
          ":gear:",
          ":hourglass:",
          ":rotating_light:",
          ":warning:",
          ":eyes:",
          ":no_bell:");

  void tell(Announcement announcement);

  /**
   * @param room its name
   * @param key what it is about: told again under the same key, it takes the place of what was told
   *     before, also by an earlier bot
   * @param origin the command it comes from, to be linked
   * @param persons user ids of those to be called by name
   * @param late told for a bot that was stopped before it could: takes no end's place
   */
  record Announcement(
      String room,
      String key,
      Optional<Origin> origin,
      List<String> persons,
      String text,
      boolean late) {
    public Announcement {
      persons = List.copyOf(persons);
    }

    public Announcement(
        String room, String key, Optional<Origin> origin, List<String> persons, String text) {
      this(room, key, origin, persons, text, false);
    }
  }
}
