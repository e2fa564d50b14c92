package skep.bot.rocketchat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import skep.bot.dispatch.Chat.Post;

/**
 * What waits for one room. Messages go first and in order; edits wait their turn, and only a
 * message's newest text is kept, so a busy progress line costs one call every few seconds.
 */
final class RoomOutbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RoomOutbox.class);
  private static final String EMPTIED = "_(now all above)_";

  private final String room;
  private final Courier courier;
  private final WriteRate rate;
  private final RocketChatOptions.Timing timing;
  private final Deque<Delivery> queue = new ArrayDeque<>();
  private final SequencedMap<String, String> edits = new LinkedHashMap<>();
  private final Map<String, Long> lastEdit = new Remembered<>();
  private final Map<String, Integer> parts = new Remembered<>();
  private final Thread thread;
  private boolean busy;
  private volatile boolean closed;

  private RoomOutbox(
      String room, RocketChatRest rest, WriteRate rate, RocketChatOptions.Timing timing) {
    this.room = room;
    this.courier = new Courier(room, rest);
    this.rate = rate;
    this.timing = timing;
    this.thread = Thread.ofVirtual().name("outbox-" + room).unstarted(this::work);
  }

  static RoomOutbox open(
      String room, RocketChatRest rest, WriteRate rate, RocketChatOptions.Timing timing) {
    RoomOutbox outbox = new RoomOutbox(room, rest, rate, timing);
    outbox.thread.start();
    return outbox;
  }

  /** The id of a long text's n-th part; the first has the message's own. */
  static String partId(String message, int part) {
    return part == 0 ? message : MessageIds.derived(message, "part " + part);
  }

  synchronized void add(Delivery delivery) {
    queue.add(delivery);
    notifyAll();
  }

  /** A long text becomes several messages; the rest of it goes where it is, or into its thread. */
  synchronized void post(String id, Post post) {
    courier.posts(id, post.thread());
    Laid laid = Laid.out(id, post.text());
    List<String> texts = laid.parts();
    parts.put(id, texts.size());
    for (int i = 0; i < texts.size(); i++) {
      boolean last = i == texts.size() - 1;
      queue.add(
          new Delivery.Send(
              partId(id, i),
              i == 0 ? post.thread() : Optional.of(post.thread().orElse(id)),
              texts.get(i),
              last ? post.actions() : List.of()));
    }
    laid.file().ifPresent(file -> queue.add(new Delivery.Attach(id, file)));
    notifyAll();
  }

  synchronized void edit(String message, String text) {
    edits.put(message, text);
    notifyAll();
  }

  /** Due at once. */
  synchronized void conclude(String message, String text) {
    lastEdit.remove(message);
    edit(message, text);
  }

  /** How much is not told yet. */
  synchronized int waiting() {
    return queue.size() + edits.size() + (busy ? 1 : 0);
  }

  synchronized boolean flush(Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    try {
      while (busy || !queue.isEmpty() || !edits.isEmpty()) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          return false;
        }
        wait(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void work() {
    try {
      while (!closed) {
        for (Delivery delivery : take()) {
          deliver(delivery);
        }
        synchronized (this) {
          busy = false;
          notifyAll();
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("outbox of {} closed", room);
    }
  }

  /** Waits for the next thing that may be told now. */
  private synchronized List<Delivery> take() throws InterruptedException {
    while (true) {
      if (!queue.isEmpty()) {
        busy = true;
        return List.of(queue.removeFirst());
      }
      long now = System.nanoTime();
      long soonest = Long.MAX_VALUE;
      for (String message : edits.sequencedKeySet()) {
        long due =
            lastEdit.getOrDefault(message, now - timing.edits().toNanos())
                + timing.edits().toNanos()
                - now;
        if (due <= 0) {
          busy = true;
          lastEdit.put(message, now);
          return editing(message, edits.remove(message));
        }
        soonest = Math.min(soonest, due);
      }
      if (soonest == Long.MAX_VALUE) {
        wait();
      } else {
        wait(soonest / 1_000_000 + 1);
      }
    }
  }

  /** A text that grew beyond one message goes on in further ones; one that shrank empties them. */
  private List<Delivery> editing(String message, String text) {
    Laid laid = Laid.out(message, text);
    List<String> now = laid.parts();
    int before = parts.getOrDefault(message, 1);
    parts.put(message, Math.max(before, now.size()));
    Deque<Delivery> deliveries = new ArrayDeque<>();
    for (int i = 0; i < Math.max(before, now.size()); i++) {
      String id = partId(message, i);
      String part = i < now.size() ? now.get(i) : EMPTIED;
      deliveries.add(
          i < before ? new Delivery.Edit(id, part) : new Delivery.Continuation(id, message, part));
    }
    laid.file().ifPresent(file -> deliveries.add(new Delivery.Attach(message, file)));
    return List.copyOf(deliveries);
  }

  private void deliver(Delivery delivery) throws InterruptedException {
    Backoff backoff = new Backoff(timing.firstRetry(), timing.lastRetry());
    boolean again = false;
    while (true) {
      rate.take();
      try {
        courier.tell(delivery, again);
        return;
      } catch (RocketChatException.Unreachable | RocketChatException.Unauthorized e) {
        // With a refused token too: what was not said must not count as said.
        LOG.warn("message {} waits: {}", delivery.messageId(), e.getMessage());
        again = true;
        Thread.sleep(backoff.next());
      } catch (RuntimeException e) {
        // Whatever it is, the room's other messages must still go out.
        LOG.error("message {} is given up: {}", delivery.messageId(), e.getMessage());
        return;
      }
      if (closed || superseded(delivery)) {
        return;
      }
    }
  }

  /** Whether a newer text for the same message came while this one could not be told. */
  private synchronized boolean superseded(Delivery delivery) {
    return delivery instanceof Delivery.Edit && edits.containsKey(delivery.messageId());
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
