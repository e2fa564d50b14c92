package skep.secrets.vault;

/** A new value cannot be made; the message says why, and has nothing of what was printed. */
public final class GenerationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  GenerationException(String message) {
    super(message);
  }
}
