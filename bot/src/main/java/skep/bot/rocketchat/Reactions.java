package skep.bot.rocketchat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import skep.bot.dispatch.Chat.Reaction;
import skep.bot.dispatch.Chat.UserView;

/**
 * Who reacts to a message now. The server keeps a reaction with its author's name only, and names
 * are freed and taken: whose it is now is asked.
 */
final class Reactions {
  private Reactions() {}

  /**
   * @param own id of the bot's account: to anybody else's message nobody's reaction counts
   */
  static List<Reaction> to(String message, String own, RocketChatRest rest) {
    return rest.message(message).stream()
        .filter(found -> found.author().id().equals(own))
        .flatMap(found -> found.reactions().entrySet().stream())
        .sorted(Map.Entry.comparingByKey())
        .flatMap(
            entry -> people(entry.getValue(), rest).map(by -> new Reaction(entry.getKey(), by)))
        .toList();
  }

  private static Stream<UserView> people(List<String> names, RocketChatRest rest) {
    return names.stream()
        .flatMap(name -> rest.userNamed(name).stream())
        .filter(user -> user.active() && !user.bot());
  }
}
