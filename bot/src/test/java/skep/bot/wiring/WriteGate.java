package skep.bot.wiring;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Counts what is written to the Swarm, and from some moment on lets nothing through: whoever would
 * write then waits for ever, as the last thing it does before the process is killed.
 */
final class WriteGate {
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Consumer<String> say;
  private int begun;
  private int done;
  private int limit = Integer.MAX_VALUE;

  WriteGate(Consumer<String> say) {
    this.say = say;
  }

  /** Counting starts here. */
  void stopAfter(int writes) {
    locked(() -> {
      begun = 0;
      done = 0;
      limit = writes;
    });
  }

  <T> T counted(String words, Supplier<T> write) {
    locked(this::begin);
    T result;
    try {
      result = write.get();
    } catch (RuntimeException e) {
      // A network in use, a name taken, a version that moved: how often such is tried is chance.
      locked(() -> begun--);
      throw e;
    }
    locked(() -> end(words));
    return result;
  }

  /** Writes that come with the clock, not with the work. */
  <T> T uncounted(Supplier<T> write) {
    locked(this::passUnlessShut);
    return write.get();
  }

  private void begin() {
    while (begun >= limit) {
      passUnlessShut();
      changed.awaitUninterruptibly();
    }
    begun++;
  }

  private void end(String words) {
    done++;
    say.accept("wrote " + words);
    changed.signalAll();
    passUnlessShut();
  }

  private void passUnlessShut() {
    while (done >= limit) {
      say.accept("stopped");
      changed.awaitUninterruptibly();
    }
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
