package skep.deploy.github;

/** GitHub did not do what it was asked for; the message says what it said. */
public final class GitHubException extends RuntimeException {
  private static final long serialVersionUID = 1;

  GitHubException(String message) {
    super(message);
  }
}
