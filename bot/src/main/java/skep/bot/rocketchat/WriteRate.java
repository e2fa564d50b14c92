package skep.bot.rocketchat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Keeps all rooms' writes together below what the server takes: five messages in any second from an
 * account without the permission {@code send-many-messages}. One less leaves room for clocks and
 * networks that bunch them up. In turn: nobody who came later is served before.
 */
final class WriteRate {
  private static final int WRITES = 4;
  private static final Duration SPAN = Duration.ofSeconds(1);

  /** Sleeps; a clock of tests moves on instead. */
  interface Pause {
    void sleep(long nanos) throws InterruptedException;
  }

  private final LongSupplier nanos;
  private final Pause pause;
  private final Deque<Long> granted = new ArrayDeque<>(WRITES);

  WriteRate() {
    this(System::nanoTime, time -> Thread.sleep(Duration.ofNanos(time)));
  }

  WriteRate(LongSupplier nanos, Pause pause) {
    this.nanos = nanos;
    this.pause = pause;
  }

  /** Returns when one more write may begin. */
  void take() throws InterruptedException {
    long due;
    synchronized (this) {
      long now = nanos.getAsLong();
      due = granted.size() < WRITES ? now : Math.max(now, granted.removeFirst() + SPAN.toNanos());
      granted.addLast(due);
    }
    long wait = due - nanos.getAsLong();
    if (wait > 0) {
      pause.sleep(wait);
    }
  }
}
