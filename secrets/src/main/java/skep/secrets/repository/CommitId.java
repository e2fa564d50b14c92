package skep.secrets.repository;

import java.util.regex.Pattern;

/** The full name of a commit: 40 lower-case hexadecimal digits. */
public record CommitId(String sha) {
  private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}");

  public CommitId {
    if (!FULL.matcher(sha).matches()) {
      throw new IllegalArgumentException("not a full commit id: " + sha);
    }
  }

  /** The first ten digits, as people write it. */
  public String brief() {
    return sha.substring(0, 10);
  }

  @Override
  public String toString() {
    return brief();
  }
}
