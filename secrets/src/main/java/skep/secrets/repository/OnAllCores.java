package skep.secrets.repository;

import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Computing for independent things at the same time, a thread for each core. */
final class OnAllCores {
  private OnAllCores() {}

  /** All are begun and ended before the first failure is thrown. */
  static <T> void forEach(Collection<T> things, Consumer<T> action) {
    int threads = Math.min(Runtime.getRuntime().availableProcessors(), things.size());
    if (threads < 2) {
      things.forEach(action);
      return;
    }
    try (ExecutorService cores = Executors.newFixedThreadPool(threads)) {
      for (Future<Void> end :
          cores.invokeAll(things.stream().map(thing -> run(thing, action)).toList())) {
        end.get();
      }
    } catch (ExecutionException e) {
      throw unwrapped(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException("interrupted while files were encrypted or decrypted", e);
    }
  }

  private static <T> Callable<Void> run(T thing, Consumer<T> action) {
    return () -> {
      action.accept(thing);
      return null;
    };
  }

  private static RuntimeException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case Error error -> throw error;
      case RuntimeException failure -> failure;
      case Throwable other -> new IllegalStateException(other);
    };
  }
}
