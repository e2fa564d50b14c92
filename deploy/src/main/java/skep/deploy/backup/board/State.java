package skep.deploy.backup.board;

import java.util.Locale;

/** How a source's backups on a node are, the worst first. */
public enum State {
  /** A check found a snapshot of it damaged. */
  DAMAGED,
  /** No run was good yet. */
  NEVER,
  /** The newest run left no snapshot. */
  FAILED,
  /** The newest run left a snapshot without files that could not be read. */
  PARTIAL,
  /** The newest snapshot is much smaller than those before. */
  SHRUNK,
  /** The newest snapshot is much larger than those before. */
  GROWN,
  /** The newest run was good, and one after it should have been by now. */
  LATE,
  FRESH,
  /** Nothing backs it up any more; there are snapshots from before. */
  GONE;

  /** {@code damaged}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a person should look. */
  public boolean isTrouble() {
    return this != FRESH && this != GONE;
  }
}
