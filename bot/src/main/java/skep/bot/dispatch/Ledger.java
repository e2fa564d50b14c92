package skep.bot.dispatch;

import java.time.Instant;
import java.util.List;
import skep.commands.chat.Origin;

/**
 * Which messages were taken, and which of them were answered. Kept where every bot that may ever
 * run sees it: what one bot took, no other runs again.
 */
public interface Ledger {
  /** True for exactly one caller per message, ever. */
  boolean take(Origin origin);

  /** Says from time to time that a message taken here is still being worked on. */
  void alive(Origin origin);

  /** The outcome has been posted. Says nothing about messages never taken. */
  void answered(Origin origin);

  /** Messages somebody took and nobody answered, oldest first. */
  List<Taken> unanswered();

  /**
   * A message a bot took.
   *
   * @param alive when that bot last said that it is at work on it
   */
  record Taken(Origin origin, Instant alive) {}
}
