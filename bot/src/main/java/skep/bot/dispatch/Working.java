package skep.bot.dispatch;

import skep.commands.chat.Origin;

/**
 * One command this bot is at work on, and the one message that shows how far it is. Whoever tells
 * its end first, the command or the bot that has to stop, is the one who is heard.
 */
final class Working {
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

  synchronized void show(String text) {
    if (!over) {
      chat.edit(origin.room(), message, text);
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
