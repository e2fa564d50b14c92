package skep.deploy.simulated;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import skep.deploy.swarm.Swarm;
import skep.deploy.swarm.SwarmEvent;

/** The engine's events: the newest are kept, each listener hears them on a thread of its own. */
final class Journal {
  private static final int KEPT = 1_000;

  private final Deque<SwarmEvent> kept = new ArrayDeque<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  synchronized void add(String type, String action, String id, String name, Instant at) {
    var event = new SwarmEvent(type, action, id, Map.of("name", name), at);
    kept.add(event);
    if (kept.size() > KEPT) {
      kept.poll();
    }
    listeners.forEach(l -> l.queue.add(event));
  }

  synchronized Swarm.Subscription listen(Instant since, Consumer<SwarmEvent> consumer) {
    var listener = new Listener(consumer);
    kept.stream().filter(e -> e.at().isAfter(since)).forEach(listener.queue::add);
    listeners.add(listener);
    listener.start();
    return () -> {
      listeners.remove(listener);
      listener.stop();
    };
  }

  void close() {
    listeners.forEach(Listener::stop);
    listeners.clear();
  }

  private static final class Listener {
    private final BlockingQueue<SwarmEvent> queue = new LinkedBlockingQueue<>();
    private final Thread thread;

    Listener(Consumer<SwarmEvent> consumer) {
      this.thread = Thread.ofVirtual().name("simulated events").unstarted(() -> hear(consumer));
    }

    private void hear(Consumer<SwarmEvent> consumer) {
      try {
        while (!Thread.currentThread().isInterrupted()) {
          consumer.accept(queue.take());
        }
      } catch (InterruptedException closed) {
        Thread.currentThread().interrupt();
      }
    }

    void start() {
      thread.start();
    }

    void stop() {
      thread.interrupt();
    }
  }
}
