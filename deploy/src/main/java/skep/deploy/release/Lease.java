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
  private volatile Optional<String> abort;

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
    this.abort = state.abort();
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
    LockState next = state.until(now.plus(terms.time()));
    try {
      stored = store.relabel(stored, next.labels(terms.stack()));
      state = next;
    } catch (RecordStore.MovedException e) {
      adoptOrLose(next);
    }
  }

  /**
   * A renewal that was answered too late makes us look moved, and so does somebody who asks us to
   * stop: what counts is whose name is on it.
   */
  private void adoptOrLose(LockState next) {
    var now = store.find(stored.name());
    Optional<LockState> there = now.flatMap(LockState::read);
    if (there.map(LockState::holder).filter(next.holder()::equals).isEmpty()) {
      lost = true;
      throw new LeaseLostException(terms.stack());
    }
    LockState merged = next.aborted(there.get().abort().or(next::abort));
    stored = store.relabel(now.get(), merged.labels(terms.stack()));
    state = merged;
    abort = merged.abort();
  }

  /**
   * Why the run is to stop and go back; empty where nobody asked for that. Asked of another
   * program's lease, it takes up to a third of the lease to be known here.
   */
  public Optional<String> aborted() {
    return abort;
  }

  /** Asks nobody: for a run of this program, beside what stands in the record. */
  void abort(String why) {
    abort = Optional.of(why);
  }

  /** What was asked of the run before ours does not concern a run that begins anew. */
  public synchronized void beginsAnew() {
    if (abort.isPresent()) {
      state = state.aborted(Optional.empty());
      abort = Optional.empty();
      renew(clock.instant());
    }
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
        free();
      } catch (RecordStore.MovedException | EngineException e) {
        // Taken, or the Swarm does not answer: then it runs out by itself.
      }
    }
    abandon();
  }

  private void free() {
    try {
      stored = store.relabel(stored, LockState.free(terms.stack()));
    } catch (RecordStore.MovedException e) {
      Optional<RecordStore.Stored> now = store.find(stored.name());
      boolean ours =
          now.flatMap(LockState::read)
              .filter(there -> there.holder().equals(state.holder()))
              .isPresent();
      if (ours) {
        stored = store.relabel(now.get(), LockState.free(terms.stack()));
      }
    }
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
