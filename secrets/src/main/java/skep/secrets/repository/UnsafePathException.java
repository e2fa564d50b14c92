package skep.secrets.repository;

/** A path that would lead out of the repository, or through a symbolic link. */
public final class UnsafePathException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String path;

  public UnsafePathException(String path, String why) {
    super(path + ": " + why);
    this.path = path;
  }

  public String path() {
    return path;
  }
}
