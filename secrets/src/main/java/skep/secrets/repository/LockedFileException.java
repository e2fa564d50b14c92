package skep.secrets.repository;

/** A file is encrypted by git-crypt and the key at hand does not open it. */
public final class LockedFileException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String path;

  public LockedFileException(String path, String why) {
    super(path + " is encrypted with git-crypt and stays locked: " + why);
    this.path = path;
  }

  public String path() {
    return path;
  }
}
