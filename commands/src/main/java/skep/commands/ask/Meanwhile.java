package skep.commands.ask;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import skep.runbooks.answer.Retrieval;

/**
 * What somebody sees who waits for a model: the passages themselves, as soon as it takes longer
 * than people wait, and what it writes as soon as it does.
 */
final class Meanwhile implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final Consumer<String> shown;
  private final Function<Retrieval.Found, String> words;
  private Thread waiting = Thread.ofVirtual().unstarted(() -> {});
  private boolean over;

  Meanwhile(Consumer<String> shown, Function<Retrieval.Found, String> words) {
    this.shown = shown;
    this.words = words;
  }

  /** From here on a model may be at work. */
  synchronized void found(Retrieval.Found found) {
    waiting = Thread.ofVirtual().name("meanwhile").start(() -> waits(found));
  }

  private void waits(Retrieval.Found found) {
    try {
      Thread.sleep(PATIENCE);
      late(words.apply(found));
    } catch (InterruptedException e) {
      // It was quick.
    }
  }

  private synchronized void late(String text) {
    if (!over) {
      shown.accept(text);
    }
  }

  synchronized void writes(String partial) {
    over = true;
    shown.accept(partial);
  }

  @Override
  public synchronized void close() {
    over = true;
    waiting.interrupt();
  }
}
