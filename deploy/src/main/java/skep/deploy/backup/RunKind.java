package skep.deploy.backup;

import java.util.Locale;

/** What a run is for. */
public enum RunKind {
  BACKUP,
  RESTORE_TEST,
  /** The whole repository's structure, and a part of its data. */
  CHECK,
  /** Which snapshots stay. */
  RETENTION,
  /** Removing data no snapshot needs. */
  PRUNE,
  RESTORE;

  /** {@code restore-test}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * @throws IllegalArgumentException where it is none of them
   */
  public static RunKind parse(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
