package skep.bot.rocketchat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import skep.bot.dispatch.ApprovalQuestion;
import skep.bot.dispatch.Chat.Post;
import skep.bot.dispatch.Chat.UserView;
import skep.bot.dispatch.Heard;
import skep.commands.chat.Person;

/** What asks the server first, and must not keep the listening thread. */
record Asides(RocketChat chat, RocketChatRest rest) {
  private static final Logger LOG = LoggerFactory.getLogger(Asides.class);

  /** Once in each room, however often the bot is put there. */
  void greet(String room) {
    aside(() -> {
      String text = Greeting.text(chat.ownName(), chat.slashCommandsPass());
      chat.post(Post.in(room, text).withId(MessageIds.derived(room, "greeting")));
    });
  }

  /** Once to each person in each room, in private. */
  void cannotRead(Arrival arrival) {
    ChatMessage.Author author = arrival.message().author();
    String id = MessageIds.derived(author.id() + arrival.message().roomId(), "encrypted");
    aside(() -> {
      String room = rest.directRoom(author.username());
      chat.post(Post.in(room, Greeting.encrypted(arrival.room())).withId(id));
    });
  }

  /**
   * A reaction is kept with its author's name only, and names are freed and taken: whose it is now
   * is asked, and then whether it is still there.
   */
  void reacted(Arrival arrival, String line, Set<String> names, Heard.Listener listener) {
    ChatMessage message = arrival.message();
    aside(() -> {
      for (String name : names) {
        Optional<UserView> user =
            rest.userNamed(name).filter(UserView::active).filter(found -> !found.bot());
        if (user.isPresent() && stillSaysYes(message.id(), name)) {
          listener.reacted(
              new Heard(
                  MessageIds.derived(message.id(), "yes of " + user.get().id()),
                  new Person(user.get().id(), user.get().username()),
                  RocketChat.room(message.roomId(), arrival.room()),
                  message.thread().orElse(message.id()),
                  message.updated(),
                  new Heard.What.Command(line)));
        }
      }
    });
  }

  private boolean stillSaysYes(String message, String name) {
    return rest.message(message).stream()
        .flatMap(now -> now.reactions().getOrDefault(ApprovalQuestion.YES, List.of()).stream())
        .anyMatch(name::equals);
  }

  private static void aside(Runnable work) {
    Thread.ofVirtual()
        .name("aside")
        .start(() -> {
          try {
            work.run();
          } catch (RuntimeException e) {
            LOG.debug("not done: {}", e.getMessage());
          }
        });
  }
}
