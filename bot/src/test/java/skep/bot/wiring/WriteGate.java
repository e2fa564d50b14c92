package skep.bot.wiring;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Counts what is written to the Swarm, and from some moment on lets nothing through: whoever would
 * write then waits for ever, as the last thing it does before the process is killed.
 */
final class WriteGate {
  private final Consumer<String> say;
  private int begun;
  private int done;
  private int limit = Integer.MAX_VALUE;

  WriteGate(Consumer<String> say) {
    this.say = say;
  }

  /** Counting starts here. */
  synchronized void stopAfter(int writes) {
    begun = 0;
    done = 0;
    limit = writes;
  }

  <T> T counted(String words, Supplier<T> write) {
    begin();
    T result;
    try {
      result = write.get();
    } catch (RuntimeException e) {
      notWritten();
      throw e;
    }
    end(words);
    return result;
  }

  /** A network in use, a name taken, a version that moved: how often such is tried is chance. */
  private synchronized void notWritten() {
    begun--;
    notifyAll();
  }

  /** Writes that come with the clock, not with the work. */
  <T> T uncounted(Supplier<T> write) {
    passUnlessShut();
    return write.get();
  }

  private synchronized void passUnlessShut() {
    while (done >= limit) {
      say.accept("stopped");
      hold();
    }
  }

  private synchronized void begin() {
    while (begun >= limit) {
      passUnlessShut();
      hold();
    }
    begun++;
  }

  private synchronized void end(String words) {
    done++;
    say.accept("wrote " + words);
    notifyAll();
    passUnlessShut();
  }

  private void hold() {
    try {
      wait();
    } catch (InterruptedException e) {
      // Nothing may go on here.
    }
  }
}
