package skep.deploy.bucket;

/**
 * What a bucket does not let anybody delete or overwrite.
 *
 * @param id its name; may be empty
 * @param prefix of the whole keys it is about; empty for all
 * @param lasts {@code 30 days}, {@code until 2027-01-01}, {@code for ever}
 */
public record RetentionRule(Effect effect, String id, String prefix, String lasts) {
  public enum Effect {
    /** R2's bucket lock: deleting and overwriting are refused. */
    REFUSES,
    /** S3's object lock: deleting hides the object, and its version stays and costs. */
    KEEPS_VERSIONS
  }

  boolean isAbout(String keys) {
    return overlap(prefix, keys);
  }

  String named() {
    return "retention rule " + (id.isEmpty() ? "without a name" : "'" + id + "'");
  }

  /**
   * Whether a rule for one prefix is about any key of a folder ({@code data/}) or about one object
   * ({@code config}).
   */
  static boolean overlap(String prefix, String keys) {
    return keys.startsWith(prefix) || (keys.endsWith("/") && prefix.startsWith(keys));
  }
}
