package skep.deploy.simulated;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Everything the managers know, behind one lock, and the virtual thread that moves tasks along
 * while anything is left to move.
 */
final class Cluster implements AutoCloseable {
  final Map<String, Service> services = new LinkedHashMap<>();
  final Objects objects =
      new Objects(this::nextVersion, () -> services.values().stream().map(Service::spec));
  final Nodes nodes = new Nodes();
  final Journal journal = new Journal();
  final Options options;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Thread scheduler;
  private long versions = 10;

  Cluster(Options options) {
    this.options = options;
    this.scheduler = Thread.ofVirtual().name("simulated scheduler").start(this::schedule);
  }

  long nextVersion() {
    return ++versions;
  }

  <T> T read(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  /** A change; the scheduler looks again at once. */
  <T> T write(Supplier<T> change) {
    lock.lock();
    try {
      return change.get();
    } finally {
      work.signalAll();
      lock.unlock();
    }
  }

  private void schedule() {
    var pause = Duration.ofNanos(Math.max(1_000_000, options.step().toNanos() / 4));
    try {
      while (!Thread.currentThread().isInterrupted()) {
        turn();
        Thread.sleep(pause);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void turn() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (services.values().stream().allMatch(Service::settled)) {
        work.await();
      }
      for (var service : services.values()) {
        if (!service.settled()) {
          step(service);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void step(Service service) {
    long before = service.version();
    service.step(Instant.now(), nodes);
    if (service.version() != before) {
      journal.add("service", "update", service.id, service.name(), Instant.now());
    }
  }

  @Override
  public void close() {
    scheduler.interrupt();
    journal.close();
  }
}
