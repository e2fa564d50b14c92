package skep.deploy.release;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import skep.deploy.swarm.EngineException;

/**
 * A run's hold on a stack: renewed in the background until closed. Before every step the run asks
 * {@link #require}; once that has thrown, the run must not act again, because another may be acting
 * on the same stack. Safe for many threads.
 */
public final class Lease {
  private final RecordStore store;
  private final InstantSource clock;
  private final Terms terms;
  private final CountDownLatch ended = new CountDownLatch(1);
  private RecordStore.Stored stored;
  private LockState state;
  private volatile boolean lost;

  private Lease(
      RecordStore store,
      InstantSource clock,
      Terms terms,
      LockState state,
      RecordStore.Stored stored) {
    this.store = store;
    this.clock = clock;
    this.terms = terms;
    this.state = state;
    this.stored = stored;
  }

  /**
   * @param time how long it holds after each renewal
   */
  record Terms(String stack, Duration time) {}

  static Lease keep(
      RecordStore store,
      InstantSource clock,
      Terms terms,
      LockState state,
      RecordStore.Stored stored) {
    var lease = new Lease(store, clock, terms, state, stored);
    if (state.until().isPresent()) {
      Thread.ofVirtual().name("lease-" + terms.stack()).start(lease::renewUntilEnded);
    }
    return lease;
  }

  public String stack() {
    return terms.stack();
  }

  /**
   * Makes sure the stack is still ours, renewing where more than half of the lease is gone.
   *
   * @throws LeaseLostException where another took it
   * @throws EngineException where the Swarm could not be asked and the lease has run out, or is
   *     about to: it may still be ours, ask again later
   */
  public synchronized void require() {
    if (lost) {
      throw new LeaseLostException(terms.stack());
    }
    Instant now = clock.instant();
    Instant until = state.until().orElse(Instant.MAX);
    if (now.isBefore(until.minus(terms.time().dividedBy(2)))) {
      return;
    }
    try {
      renew(now);
    } catch (EngineException e) {
      // A write begun now may reach the Swarm a little later: it must be ours then, too.
      if (!now.isBefore(until.minus(terms.time().dividedBy(6)))) {
        throw e;
      }
    }
  }

  private void renew(Instant now) {
    var next =
        new LockState(
            state.holder(),
            state.by(),
            state.reason(),
            state.since(),
            Optional.of(now.plus(terms.time())));
    try {
      stored = store.relabel(stored, next.labels(terms.stack()));
      state = next;
    } catch (RecordStore.MovedException e) {
      adoptOrLose(next);
    }
  }

  /**
   * A renewal that was answered too late makes us look moved: what counts is whose name is on it.
   */
  private void adoptOrLose(LockState next) {
    var now = store.find(stored.name());
    var holder = now.flatMap(LockState::read).map(LockState::holder);
    if (holder.filter(next.holder()::equals).isEmpty()) {
      lost = true;
      throw new LeaseLostException(terms.stack());
    }
    stored = store.relabel(now.get(), next.labels(terms.stack()));
    state = next;
  }

  private void renewUntilEnded() {
    while (!endedWithin(terms.time().dividedBy(3))) {
      try {
        renewNow();
      } catch (EngineException | RecordStore.MovedException | LeaseLostException e) {
        // The run learns it from require(), before its next step.
      }
    }
  }

  private synchronized void renewNow() {
    if (!lost && ended.getCount() > 0) {
      renew(clock.instant());
    }
  }

  private boolean endedWithin(Duration time) {
    try {
      return ended.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** Whether its run goes on. Asked without waiting for a renewal that is under way. */
  boolean isOpen() {
    return ended.getCount() > 0 && !lost;
  }

  /** Frees the stack. A lease that was lost stays with whom it went to. */
  public synchronized void close() {
    if (ended.getCount() > 0 && !lost) {
      try {
        stored = store.relabel(stored, LockState.free(terms.stack()));
      } catch (RecordStore.MovedException | EngineException e) {
        // Taken, or the Swarm does not answer: then it runs out by itself.
      }
    }
    abandon();
  }

  /** Stops renewing without freeing: as if this program had died. */
  public void abandon() {
    ended.countDown();
  }

  /** Another run has the stack now. */
  public static final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LeaseLostException(String stack) {
      super("another run has taken the lock of " + stack + "; this one stopped acting");
    }
  }
}
