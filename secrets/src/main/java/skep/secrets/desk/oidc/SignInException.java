package skep.secrets.desk.oidc;

/** Nobody was signed in; the message tells the person why, and carries nothing secret. */
public final class SignInException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final boolean failed;

  private SignInException(String message, boolean failed) {
    super(message);
    this.failed = failed;
  }

  /** The person can do otherwise: mostly, begin once more. */
  public static SignInException refused(String message) {
    return new SignInException(message, false);
  }

  /** The provider, or the way to it, or how it is set up, is broken. */
  public static SignInException failed(String message) {
    return new SignInException(message, true);
  }

  /** Whether a machine broke; otherwise it is the person who can do something about it. */
  public boolean failed() {
    return failed;
  }
}
