package skep.secrets.repository;

/** Who opens the secrets cannot be changed so; the message says why and what to do first. */
public final class RecipientException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RecipientException(String message) {
    super(message);
  }
}
