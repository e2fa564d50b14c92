package skep.bot.rocketchat;

import java.util.List;
import java.util.Optional;
import skep.bot.dispatch.Chat.Action;
import skep.commands.chat.Picture;

/** One thing to be told to the server. */
sealed interface Delivery {
  String messageId();

  record Send(String messageId, Optional<String> thread, String text, List<Action> actions)
      implements Delivery {}

  /**
   * One more message that goes on where a text became too long; updated where it is there already.
   *
   * @param origin the message it continues
   */
  record Continuation(String messageId, String origin, String text) implements Delivery {}

  /**
   * The whole of a text that is too long for messages, beside its head.
   *
   * @param messageId the head's
   */
  record Attach(String messageId, Laid.File file) implements Delivery {}

  /** A picture, below what is said in its thread. */
  record Show(String thread, Picture picture) implements Delivery {
    @Override
    public String messageId() {
      return picture.name();
    }
  }

  record Edit(String messageId, String text) implements Delivery {}

  record React(String messageId, String emoji) implements Delivery {}
}
