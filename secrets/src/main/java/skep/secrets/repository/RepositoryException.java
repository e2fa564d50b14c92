package skep.secrets.repository;

/** The repository cannot be reached or read; the message says what to check. */
public final class RepositoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RepositoryException(String message) {
    super(message);
  }

  public RepositoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
