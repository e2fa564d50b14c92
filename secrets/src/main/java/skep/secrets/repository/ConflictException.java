package skep.secrets.repository;

/** Somebody else changed the same file meanwhile, and the two changes contradict each other. */
public final class ConflictException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String path;
  private final CommitId theirs;

  ConflictException(String path, CommitId theirs) {
    super(
        "%s was changed meanwhile (commit %s), in a way that contradicts this change; look at it and ask again. Nothing was committed"
            .formatted(path, theirs));
    this.path = path;
    this.theirs = theirs;
  }

  public String path() {
    return path;
  }

  /** The commit that has the other change. */
  public CommitId theirs() {
    return theirs;
  }
}
