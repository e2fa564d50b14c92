package skep.bot.wiring;

import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.bot.dispatch.Chat;
import skep.bot.dispatch.Chat.Post;
import skep.bot.dispatch.ChatUnreachableException;
import skep.bot.dispatch.Discretion;
import skep.bot.dispatch.Heard;
import skep.bot.dispatch.ReplyId;
import skep.commands.TypedSecret;
import skep.commands.TypedSecret.Fate;
import skep.commands.chat.Quoted;

/** Takes a value that was typed in chat out of the room, and out of everything said about it. */
final class TypedSecrets implements Discretion {
  private static final Logger LOG = Logger.getLogger(TypedSecrets.class.getName());

  private final Chat chat;
  private final KnownSecrets secrets;

  TypedSecrets(Chat chat, KnownSecrets secrets) {
    this.chat = chat;
    this.secrets = secrets;
  }

  @Override
  public Heard of(Heard heard) {
    return switch (heard.what()) {
      case Heard.What.Command(var line) -> of(heard, line, Heard.What.Command::new);
      case Heard.What.NotObeyed(var line, var why) ->
          of(heard, line, clean -> new Heard.What.NotObeyed(clean, why));
      case Heard.What.Question _, Heard.What.NearMiss _ -> heard;
    };
  }

  private Heard of(Heard heard, String line, Function<String, Heard.What> what) {
    Optional<TypedSecret> typed = TypedSecret.in(line);
    if (typed.isEmpty()) {
      return heard;
    }
    secrets.learn(typed.get().value());
    Fate fate = fate(heard);
    boolean isRoot = heard.thread().equals(heard.id());
    String thread = fate == Fate.DELETED && isRoot ? told(heard) : heard.thread();
    return new Heard(
        heard.id(),
        heard.by(),
        heard.room(),
        thread,
        heard.typed(),
        what.apply(typed.get().line(fate)));
  }

  /** A thread whose first message is gone is shown to nobody: this is the first of another one. */
  private String told(Heard heard) {
    return chat.post(
        Post.in(
                heard.room().id(),
                "%s: I deleted your message, because the value of a secret stood in it."
                    .formatted(Quoted.person(heard.by().username())))
            .withId(ReplyId.to(heard.id(), "erased")));
  }

  private Fate fate(Heard heard) {
    try {
      return chat.erase(heard.room().id(), heard.id()) ? Fate.DELETED : Fate.LEFT;
    } catch (ChatUnreachableException e) {
      LOG.log(Level.WARNING, "a message with a secret value could not be deleted", e);
      return Fate.LEFT;
    }
  }
}
