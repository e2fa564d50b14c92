package skep.deploy.apply;

import java.time.Duration;
import java.util.function.Supplier;
import skep.deploy.release.Lease;
import skep.deploy.swarm.EngineException;
import skep.deploy.swarm.InterruptedRunException;

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

  /**
   * For one write. A lease runs out while the Swarm does not answer, and another run may have come:
   * so it is asked again at each try.
   */
  void outlast(Lease lease, Runnable write) {
    outlast(() -> {
      lease.require();
      write.run();
    });
  }

  /** Tries again while it is in use. */
  <T> T untilFree(Supplier<T> removal) {
    long giveUp = System.nanoTime() + inUse.toNanos();
    while (true) {
      try {
        return removal.get();
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
      throw InterruptedRunException.of("while waiting for the Swarm", e);
    }
  }
}
