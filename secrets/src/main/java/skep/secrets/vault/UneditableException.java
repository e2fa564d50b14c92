package skep.secrets.vault;

/** A file's form does not allow a single value in it to be changed; the message says why. */
public final class UneditableException extends RuntimeException {
  private static final long serialVersionUID = 1;

  UneditableException(String message) {
    super(message);
  }
}
