package skep.deploy.swarm;

/**
 * The thread was told to stop while it waited, because the bot is being stopped. Says nothing about
 * the Swarm: whoever sees it must neither judge what was under way nor try again. The thread's
 * interrupt is set again.
 */
public final class InterruptedRunException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private InterruptedRunException(String message, InterruptedException cause) {
    super(message, cause);
  }

  /** {@code during} completes "interrupted …": {@code while following services}. */
  public static InterruptedRunException of(String during, InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new InterruptedRunException("interrupted " + during, cause);
  }
}
