package skep.bot.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.chat.Origin;

/**
 * What this bot is at work on. Says so in the ledger from time to time: another bot, which may run
 * beside this one while a service is updated, must not take a command for left behind.
 */
final class AtWork implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(AtWork.class.getName());

  private final Ledger ledger;
  private final Duration every;
  private final Map<Origin, Working> running = new ConcurrentHashMap<>();
  private final Thread beats = Thread.ofVirtual().name("at-work").unstarted(this::beats);

  AtWork(Ledger ledger, Duration every) {
    this.ledger = ledger;
    this.every = every;
  }

  void start() {
    beats.start();
  }

  /** False where it is being worked on already. */
  boolean begin(Working working) {
    return running.putIfAbsent(working.origin(), working) == null;
  }

  void end(Origin origin) {
    running.remove(origin);
  }

  boolean on(Origin origin) {
    return running.containsKey(origin);
  }

  Collection<Working> all() {
    return List.copyOf(running.values());
  }

  private void beats() {
    try {
      while (true) {
        Thread.sleep(every);
        running.keySet().forEach(this::beat);
      }
    } catch (InterruptedException e) {
      LOG.log(Level.FINE, "no more beats");
    }
  }

  private void beat(Origin origin) {
    try {
      ledger.alive(origin);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "could not note that " + origin.message() + " is at work", e);
    }
  }

  @Override
  public void close() {
    beats.interrupt();
  }
}
