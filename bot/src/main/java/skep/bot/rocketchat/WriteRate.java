package skep.bot.rocketchat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/**
 * Keeps all rooms' writes together below what the server takes: five messages in any second from an
 * account without the permission {@code send-many-messages}. One less leaves room for clocks and
 * networks that bunch them up. The role {@code bot} brings the permission; then it only keeps a
 * storm of messages from being one for the server. In turn: nobody who came later is served before.
 */
final class WriteRate {
  private static final int WITHOUT_PERMISSION = 4;
  private static final int WITH_PERMISSION = 20;
  private static final Duration SPAN = Duration.ofSeconds(1);

  /** Sleeps; a clock of tests moves on instead. */
  interface Pause {
    void sleep(long nanos) throws InterruptedException;
  }

  private final LongSupplier nanos;
  private final Pause pause;
  private final Deque<Long> granted = new ArrayDeque<>();
  private int writes = WITHOUT_PERMISSION;

  WriteRate() {
    this(System::nanoTime, time -> Thread.sleep(Duration.ofNanos(time)));
  }

  WriteRate(LongSupplier nanos, Pause pause) {
    this.nanos = nanos;
    this.pause = pause;
  }

  /** The account is one that may send many messages. */
  synchronized void mayMany() {
    writes = WITH_PERMISSION;
  }

  /** Returns when one more write may begin. */
  void take() throws InterruptedException {
    long due;
    synchronized (this) {
      due = nanos.getAsLong();
      while (granted.size() >= writes) {
        due = Math.max(due, granted.removeFirst() + SPAN.toNanos());
      }
      granted.addLast(due);
    }
    long wait = due - nanos.getAsLong();
    if (wait > 0) {
      pause.sleep(wait);
    }
  }
}
