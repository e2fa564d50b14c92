package skep.secrets.repository;

/** A commit that has, or makes, something readable that is to be encrypted. */
public record Exposure(CommitId commit, String path, Kind kind) {
  /** What is wrong. */
  public enum Kind {
    /** The attributes ask for encryption, and the file is in clear. */
    IN_CLEAR("is to be encrypted and is there in clear"),
    /** It was encrypted in the commit before, and nothing asks for that any more. */
    NO_LONGER_ENCRYPTED("was encrypted before, and its attributes do not ask for that any more"),
    /** Git does not read such rules, so nothing is encrypted by them. */
    LINKED_RULES("is a symbolic link, which git does not read: it encrypts nothing");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** {@code secret/web.env is to be encrypted and is there in clear (commit 0123456789)}. */
  public String words() {
    return "%s %s (commit %s)".formatted(path, kind.words, commit);
  }
}
