package skep.deploy.backup;

/** A step before or after the snapshots did not succeed. */
final class StepFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StepFailedException(String why) {
    super(why);
  }
}
