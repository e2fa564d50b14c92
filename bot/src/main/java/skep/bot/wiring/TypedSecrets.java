package skep.bot.wiring;

import java.util.Optional;
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
  public String line(Heard heard, String line) {
    Optional<TypedSecret> typed = TypedSecret.in(line);
    typed.ifPresent(found -> secrets.learn(found.value()));
    return typed.map(found -> found.line(fate(heard))).orElse(line);
  }

  /** Nobody finds an answer in the thread of a message that is gone. */
  private void told(Heard heard) {
    chat.post(
        Post.in(
                heard.room().id(),
                "%s: I deleted your message, because the value of a secret stood in it. Values never stand in chat; if it is in use anywhere, change it there. `/secrets set` gives you a link to do it."
                    .formatted(Quoted.person(heard.by().username())))
            .withId(ReplyId.to(heard.id(), "erased")));
  }

  private Fate fate(Heard heard) {
    try {
      boolean erased = chat.erase(heard.room().id(), heard.id());
      if (erased) {
        told(heard);
      }
      return erased ? Fate.DELETED : Fate.LEFT;
    } catch (ChatUnreachableException e) {
      LOG.log(Level.WARNING, "a message with a secret value could not be deleted", e);
      return Fate.LEFT;
    }
  }
}
