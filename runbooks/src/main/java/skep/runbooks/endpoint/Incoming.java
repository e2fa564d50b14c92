package skep.runbooks.endpoint;

import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What comes from a call that runs on a thread of its own: whoever waits for it can be interrupted
 * at any time, and waits no longer than wanted, whatever a socket does.
 */
final class Incoming<T> implements AutoCloseable {
  private static final int AHEAD = 256;

  private final BlockingQueue<Event<T>> events = new ArrayBlockingQueue<>(AHEAD);
  private final Thread reader;

  sealed interface Event<T> {
    record Piece<T>(T value) implements Event<T> {}

    record End<T>() implements Event<T> {}

    record Broke<T>(Throwable why) implements Event<T> {}
  }

  /**
   * @param call hands over what comes
   */
  Incoming(Consumer<Consumer<Stream<T>>> call) {
    reader = Thread.ofVirtual().name("endpoint").start(() -> read(call));
  }

  /** Nothing where nothing came in time. */
  Optional<Event<T>> next(Duration patience) throws InterruptedException {
    return Optional.ofNullable(events.poll(patience.toNanos(), TimeUnit.NANOSECONDS));
  }

  boolean hasMore() {
    return !events.isEmpty();
  }

  private void read(Consumer<Consumer<Stream<T>>> call) {
    try {
      call.accept(this::put);
      put(new Event.End<>());
    } catch (RuntimeException | Error e) {
      // An error, too: who waits would otherwise wait for nothing.
      put(new Event.Broke<>(e));
    }
  }

  private void put(Stream<T> pieces) {
    Iterator<T> all = pieces.iterator();
    boolean isWanted = true;
    while (isWanted && all.hasNext()) {
      isWanted = put(new Event.Piece<>(all.next()));
    }
  }

  private boolean put(Event<T> event) {
    try {
      events.put(event);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends the call, if it has not ended: an interrupted virtual thread lets go of its socket. */
  @Override
  public void close() {
    reader.interrupt();
  }
}
