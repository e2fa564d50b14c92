package skep.secrets.desk;

/** A request that is not done; the message is for whoever sits at the page. */
final class DeskError extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int status;

  DeskError(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
