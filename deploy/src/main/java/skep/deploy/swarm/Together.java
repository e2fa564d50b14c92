package skep.deploy.swarm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;

/** Doing independent things at the same time, on virtual threads, a few at once. */
public final class Together {
  /** Enough to hide the wait for an engine or a registry, few enough not to be one. */
  private static final int AT_ONCE = 8;

  private Together() {}

  /** All are begun and ended before the first failure is thrown. */
  public static <T> void forEach(Collection<T> things, Consumer<T> action) {
    map(
        things,
        thing -> {
          action.accept(thing);
          return true;
        });
  }

  /**
   * All are begun and ended before the first failure is thrown.
   *
   * @return in the order of {@code things}
   */
  public static <T, R> List<R> map(Collection<T> things, Function<T, R> action) {
    var room = new Semaphore(AT_ONCE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends =
          threads.invokeAll(
              things.stream().<Callable<R>>map(thing -> () -> run(room, thing, action)).toList());
      var results = new ArrayList<R>(ends.size());
      for (var end : ends) {
        results.add(end.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      throw InterruptedRunException.of("while waiting for the Swarm", e);
    }
  }

  private static <T, R> R run(Semaphore room, T thing, Function<T, R> action)
      throws InterruptedException {
    room.acquire();
    try {
      return action.apply(thing);
    } finally {
      room.release();
    }
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case Error error -> throw error;
      case RuntimeException failure -> failure;
      case InterruptedException stopped ->
          InterruptedRunException.of("while waiting for the Swarm", stopped);
      case Throwable other -> new IllegalStateException(other);
    };
  }
}
