package skep.bot.wiring;

import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks after the estate's secrets, besides the rounds that finish what dead bots left: those must
 * not wait for a git server that is away.
 */
record SecretsRounds(Bench bench, BooleanSupplier ended) implements Runnable {
  private static final Logger LOG = Logger.getLogger(SecretsRounds.class.getName());

  @Override
  public void run() {
    do {
      look(bench.exposures()::look);
      look(bench.reminders()::look);
    } while (!ended.getAsBoolean());
  }

  private static void look(Runnable look) {
    try {
      look.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the estate's secrets could not be looked at: {0}", e.getMessage());
    }
  }
}
