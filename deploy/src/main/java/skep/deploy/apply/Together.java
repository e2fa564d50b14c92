package skep.deploy.apply;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import skep.deploy.swarm.InterruptedRunException;

/** Doing independent things at the same time, on virtual threads, a few at once. */
final class Together {
  /** Enough to hide the wait for the engine, few enough not to be one. */
  private static final int AT_ONCE = 8;

  private Together() {}

  /** All are begun and ended before the first failure is thrown. */
  static <T> void forEach(List<T> things, Consumer<T> action) {
    var room = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          threads.invokeAll(
              things.stream()
                  .<Callable<Boolean>>map(thing -> () -> run(room, thing, action))
                  .toList());
      for (var result : results) {
        result.get();
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      throw InterruptedRunException.of("while changing the Swarm", e);
    }
  }

  private static <T> boolean run(Semaphore room, T thing, Consumer<T> action)
      throws InterruptedException {
    room.acquire();
    try {
      action.accept(thing);
      return true;
    } finally {
      room.release();
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case Error error -> throw error;
      case RuntimeException failure -> failure;
      case InterruptedException stopped ->
          InterruptedRunException.of("while changing the Swarm", stopped);
      case Throwable other -> new IllegalStateException(other);
    };
  }
}
