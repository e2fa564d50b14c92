package skep.bot.dispatch;

import skep.commands.chat.Invocation;
import skep.commands.chat.Origin;
import skep.commands.chat.Picture;

/**
 * One command this bot is at work on, and the one message that shows how far it is. Whoever tells
 * its end first, the command or the bot that has to stop, is the one who is heard.
 */
final class Working implements Invocation.Progress {
  private final Chat chat;
  private final Origin origin;
  private final String message;
  private boolean over;

  /**
   * @param message id of the message that is edited
   */
  Working(Chat chat, Origin origin, String message) {
    this.chat = chat;
    this.origin = origin;
    this.message = message;
  }

  Origin origin() {
    return origin;
  }

  @Override
  public synchronized void show(String text) {
    if (!over) {
      chat.edit(origin.room(), message, text);
    }
  }

  /** Named after the command too: a thread may have several, and each its picture. */
  @Override
  public synchronized void attach(Picture picture) {
    if (!over) {
      String name = picture.name() + "-" + ReplyId.to(origin.message(), "picture");
      chat.picture(origin.room(), origin.thread(), picture.named(name));
    }
  }

  /** The last text it shows; false where the last one was shown before, and this one is not. */
  synchronized boolean end(String text) {
    if (over) {
      return false;
    }
    over = true;
    chat.conclude(origin.room(), message, text);
    return true;
  }
}
