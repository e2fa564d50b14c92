package skep.bot.dispatch;

import skep.commands.chat.Origin;

/** What became of a command whose bot does not answer for it any more, as the records have it. */
@FunctionalInterface
public interface Fates {
  Fate of(Origin origin);

  /** What the records say. */
  sealed interface Fate {
    /** Something of it is in flight; it will be brought to its end, and told then. */
    record UnderWay() implements Fate {}

    /**
     * It came to something.
     *
     * @param text what to tell those who wait for it
     */
    record Ended(String text) implements Fate {}

    /** Nothing was begun. */
    record NothingBegun() implements Fate {}
  }
}
