package skep.secrets.openpgp;

/** A key or message that cannot be read or used; the message says why, and never its content. */
public final class OpenPgpException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OpenPgpException(String message) {
    super(message);
  }

  OpenPgpException(String message, Throwable cause) {
    super(message, cause);
  }
}
