package skep.deploy.apply;

/** A step could not be done; the message says why, for people. */
final class StepFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StepFailedException(String message) {
    super(message);
  }
}
