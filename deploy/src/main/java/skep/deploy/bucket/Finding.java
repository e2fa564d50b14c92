package skep.deploy.bucket;

/**
 * Something about a bucket's rules.
 *
 * @param what the rule, and what comes of it; one sentence
 * @param change what to do; one sentence
 */
public record Finding(Weight weight, String what, String change) {
  public enum Weight {
    /** Backups are lost or made useless by it, or restic's work ends in errors. */
    BREAKS,
    /** It costs money, or would be better otherwise. */
    ADVICE,
    /** It could not be found out. */
    UNKNOWN
  }

  /** Whether backups are in danger by it. */
  public boolean breaks() {
    return weight == Weight.BREAKS;
  }

  /** Both sentences. */
  public String words() {
    return what + " " + change;
  }
}
