package skep.bot.rocketchat;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import skep.commands.Nearest;

/** Words that are almost a command. */
final class NearMisses {
  private NearMisses() {}

  /**
   * The verb this word misspells: one slip in a short one, two in a long one. Stricter than inside
   * a command, because most words in a room are not meant for the bot at all.
   */
  static Optional<String> meant(String word, Set<String> verbs) {
    return verbs.stream()
        .filter(verb -> Nearest.distance(word, verb) <= (verb.length() < 6 ? 1 : 2))
        .min(
            Comparator.comparingInt((String verb) -> Nearest.distance(word, verb))
                .thenComparing(verb -> verb));
  }
}
