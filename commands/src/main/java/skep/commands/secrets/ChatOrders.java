package skep.commands.secrets;

import skep.commands.chat.Person;

/** Gives a command in chat for somebody who is elsewhere, as if they had typed it there. */
@FunctionalInterface
public interface ChatOrders {
  /**
   * @param line the command
   * @return where it was given, {@code #ops}; empty text where it could not be
   */
  String give(Person by, String line);
}
