package skep.deploy.backup;

import java.util.Locale;

/** How a run ended on a node. Only {@link #GOOD} is a success. */
public enum Verdict {
  GOOD,
  /** There is a snapshot, without files that could not be read. */
  PARTIAL,
  /** There is a snapshot, of much less than before. */
  SHRUNK,
  /** There is a snapshot, of much more than before. */
  GROWN,
  /** Nothing proves that it came to its end. */
  FAILED;

  /** {@code partial}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException where it is none of them
   */
  public static Verdict parse(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
