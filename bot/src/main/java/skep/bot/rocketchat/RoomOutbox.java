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
  private static final int REMEMBERED = 500;
  private static final String EMPTIED = "_(now all above)_";

  private final String room;
  private final RocketChatRest rest;
  private final WriteRate rate;
  private final RocketChatOptions.Timing timing;
  private final Deque<Delivery> queue = new ArrayDeque<>();
  private final SequencedMap<String, String> edits = new LinkedHashMap<>();
  private final Map<String, Long> lastEdit = new Remembered<>();
  private final Map<String, Integer> parts = new Remembered<>();
  private final Map<String, Optional<String>> threads = new Remembered<>();
  private final Map<String, String> replaced = new Remembered<>();
  private final Thread thread;
  private boolean busy;
  private volatile boolean closed;

  private static final class Remembered<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > REMEMBERED;
    }
  }

  private RoomOutbox(
      String room, RocketChatRest rest, WriteRate rate, RocketChatOptions.Timing timing) {
    this.room = room;
    this.rest = rest;
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
    threads.put(id, post.thread());
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
        tell(delivery, again);
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

  private void tell(Delivery delivery, boolean again) {
    switch (delivery) {
      case Delivery.Send send -> send(send, again);
      case Delivery.Continuation more -> goOn(more);
      case Delivery.Attach attach -> attach(attach);
      case Delivery.Edit edit -> edit(edit);
      case Delivery.React react -> rest.react(react.messageId(), react.emoji(), true);
    }
  }

  /** What the server answers to an id it has already is no answer: look whether it is there. */
  private void send(Delivery.Send send, boolean again) {
    if (again && rest.message(send.messageId()).isPresent()) {
      return;
    }
    try {
      rest.send(send.messageId(), room, send.thread(), send.text(), send.actions());
    } catch (RocketChatException.Refused e) {
      if (rest.message(send.messageId()).isEmpty()) {
        throw e;
      }
    }
  }

  /** A message that somebody deleted meanwhile is said anew where it stood. */
  private void edit(Delivery.Edit edit) {
    String id = replacement(edit.messageId());
    try {
      rest.update(room, id, edit.text());
    } catch (RocketChatException.Refused e) {
      Optional<Optional<String>> thread = threadOfOwn(edit.messageId());
      if (thread.isEmpty() || rest.message(id).isPresent()) {
        throw e;
      }
      String again = MessageIds.derived(id, "again");
      rest.send(again, room, thread.get(), edit.text(), List.of());
      replace(edit.messageId(), again);
    }
  }

  private synchronized String replacement(String id) {
    return replaced.getOrDefault(id, id);
  }

  private synchronized void replace(String id, String other) {
    replaced.put(id, other);
  }

  /** Empty where this program did not post it. */
  private synchronized Optional<Optional<String>> threadOfOwn(String id) {
    return Optional.ofNullable(threads.get(id));
  }

  /** Where the server takes no files, or not this one, its text follows in messages. */
  private void attach(Delivery.Attach attach) {
    String thread = threadOf(attach.messageId());
    try {
      rest.file(room, thread, attach.file().name(), attach.file().text());
    } catch (RocketChatException.Refused e) {
      LOG.info("no file {} in {}: {}", attach.file().name(), room, e.getMessage());
      List<String> texts = LongText.split(attach.file().text());
      for (int i = 0; i < texts.size(); i++) {
        String id = MessageIds.derived(attach.messageId(), "whole " + i);
        goOn(new Delivery.Continuation(id, attach.messageId(), texts.get(i)));
      }
    }
  }

  private String threadOf(String message) {
    return rest.message(message).flatMap(ChatMessage::thread).orElse(message);
  }

  private void goOn(Delivery.Continuation more) {
    if (rest.message(more.messageId()).isPresent()) {
      rest.update(room, more.messageId(), more.text());
      return;
    }
    Optional<String> thread = Optional.of(threadOf(more.origin()));
    rest.send(more.messageId(), room, thread, more.text(), List.of());
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
