package skep.deploy.apply;

import java.time.Duration;
import java.util.function.Supplier;
import skep.deploy.swarm.EngineException;

/**
 * How long a run waits for a Swarm that does not answer, or has no quorum, before it gives up, and
 * for an object that is still in use to come free.
 */
public record Patience(Duration outage, Duration inUse, Duration pause) {
  public static final Patience DEFAULT =
      new Patience(Duration.ofMinutes(5), Duration.ofSeconds(20), Duration.ofSeconds(1));

  /** The action must read before it writes: it is begun anew after an outage. */
  <T> T outlast(Supplier<T> action) {
    long giveUp = System.nanoTime() + outage.toNanos();
    while (true) {
      try {
        return action.get();
      } catch (EngineException.Unreachable | EngineException.NoQuorum e) {
        if (System.nanoTime() - giveUp >= 0) {
          throw e;
        }
        sleep();
      }
    }
  }

  void outlast(Runnable action) {
    outlast(() -> {
      action.run();
      return true;
    });
  }

  /** Tries again while it is in use. */
  void untilFree(Runnable removal) {
    long giveUp = System.nanoTime() + inUse.toNanos();
    while (true) {
      try {
        removal.run();
        return;
      } catch (EngineException.InUse e) {
        if (System.nanoTime() - giveUp >= 0) {
          throw e;
        }
        sleep();
      }
    }
  }

  private void sleep() {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the Swarm", e);
    }
  }
}
