package skep.bot.wiring;

import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.bot.health.Health;
import skep.bot.health.Metrics;
import skep.bot.rocketchat.RocketChat;

/**
 * What the chat server's coming and going means for the bot.
 *
 * @param heard called whenever the bot hears again
 * @param turnedAway told why the server refuses the bot for good
 */
record Watching(
    Runnable heard, Health health, Deafness deafness, Metrics metrics, Consumer<String> turnedAway)
    implements RocketChat.Watcher {
  private static final Logger LOG = Logger.getLogger(Watching.class.getName());

  @Override
  public void ready() {
    health.hears();
    deafness.ends();
    heard.run();
  }

  @Override
  public void lost(String why) {
    health.isDeaf("the chat server is gone: " + why);
    deafness.begins(why);
    metrics.lost();
    LOG.log(Level.WARNING, "the chat server is gone, trying again: {0}", why);
  }

  @Override
  public void refused(String why) {
    health.isDeaf("the chat server refuses the bot: " + why);
    LOG.log(Level.SEVERE, "the chat server refuses the bot: {0}", why);
    turnedAway.accept(why);
  }
}
