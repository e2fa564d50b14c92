package skep.bot.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import skep.bot.dispatch.Chat.Post;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.commands.chat.Room;

/**
 * Commands that somebody gave elsewhere than in a message. The bot writes a message that says so,
 * and hears it as if the person had typed it: answers, approvals and records belong to it.
 */
public final class OnBehalf {
  private final Chat chat;
  private final Predicate<Heard> takes;

  /**
   * @param takes false where the bot takes nothing any more
   */
  public OnBehalf(Chat chat, Predicate<Heard> takes) {
    this.chat = chat;
    this.takes = takes;
  }

  /**
   * A command, and where it belongs.
   *
   * @param id tells it from all others: given twice, it is one
   * @param thread empty where it begins one
   * @param how the verb: {@code typed}
   */
  public record Order(
      String id, Person by, Room room, Optional<String> thread, String line, String how) {}

  /** The line, of what was said when it was given: its last code. */
  public static String line(String said) {
    int end = said.lastIndexOf('`');
    int begin = said.lastIndexOf('`', end - 1);
    return begin < 0 ? said : said.substring(begin + 1, end);
  }

  /** False where the bot is being stopped; then nothing was done. */
  public boolean give(Order order) {
    Instant now = chat.time();
    String said =
        "%s %s %s"
            .formatted(
                Quoted.person(order.by().username()), order.how(), Quoted.code(order.line()));
    chat.post(
        new Post(Optional.of(order.id()), order.room().id(), order.thread(), said, List.of()));
    return takes.test(
        new Heard(
            order.id(),
            order.by(),
            order.room(),
            order.thread().orElse(order.id()),
            now,
            new Heard.What.Command(order.line())));
  }
}
