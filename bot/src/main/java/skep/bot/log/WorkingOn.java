package skep.bot.log;

import org.slf4j.MDC;

/**
 * Names the command a thread is at work on in all its log lines, and in those of the threads it
 * starts meanwhile.
 */
public final class WorkingOn implements AutoCloseable {
  static final String KEY = "command";

  private final MDC.MDCCloseable mark;

  /**
   * @param message id of the chat message the command came with
   */
  public WorkingOn(String message) {
    mark = MDC.putCloseable(KEY, message);
  }

  @Override
  public void close() {
    mark.close();
  }
}
