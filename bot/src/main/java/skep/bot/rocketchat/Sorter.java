package skep.bot.rocketchat;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import skep.bot.dispatch.Heard;
import skep.commands.chat.Person;

/** Passes on only what was said to the bot. */
record Sorter(
    RocketChat chat,
    Asides asides,
    Supplier<Hearing.Ears> ears,
    Heard.Listener listener,
    RocketChat.Watcher watcher)
    implements RocketChatClient.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(Sorter.class);

  @Override
  public void signedIn(RocketChatRest.Me account) {
    chat.signedIn(account);
  }

  @Override
  public void arrived(Arrival arrival) {
    switch (Hearing.of(arrival.message(), ears.get(), arrival.room())) {
      case Hearing.Command(var line) -> pass(arrival, new Heard.What.Command(line));
      case Hearing.Question(var text) -> pass(arrival, new Heard.What.Question(text));
      case Hearing.NearMiss(var hint) -> pass(arrival, new Heard.What.NearMiss(hint));
      case Hearing.NotObeyed(var line, var why) ->
          pass(arrival, new Heard.What.NotObeyed(line, why));
      case Hearing.Unreadable() -> asides.cannotRead(arrival);
      case Hearing.Reacted(var line, var names) -> asides.reacted(arrival, line, names, listener);
      case Hearing.Ignored(var reason) -> {
        LOG.trace("message {} ignored: {}", arrival.message().id(), reason);
        if (arrival.message().author().id().equals(ears.get().ownId())) {
          listener.touched(arrival.message().id(), arrival.message().reactions().keySet());
        }
      }
    }
  }

  private void pass(Arrival arrival, Heard.What what) {
    ChatMessage message = arrival.message();
    listener.heard(
        new Heard(
            message.id(),
            new Person(message.author().id(), message.author().username()),
            RocketChat.room(message.roomId(), arrival.room()),
            message.thread().orElse(message.id()),
            message.sent(),
            what));
  }

  @Override
  public void invited(String room) {
    asides.greet(room);
  }

  @Override
  public void ready() {
    watcher.ready();
  }

  @Override
  public void lost(String why) {
    watcher.lost(why);
  }

  @Override
  public void refused(String why) {
    watcher.refused(why);
  }
}
