package skep.secrets.gitcrypt;

/** A key file or a blob is not what git-crypt writes, or the key does not fit. */
public final class GitCryptException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public GitCryptException(String message) {
    super(message);
  }
}
