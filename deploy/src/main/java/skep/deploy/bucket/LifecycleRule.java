package skep.deploy.bucket;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a bucket does with its objects by itself.
 *
 * @param id its name; may be empty
 * @param prefix of the whole keys it is about; empty for all
 * @param tagged only about objects with certain tags, which restic's never have
 * @param expires when objects are deleted: {@code after 30 days}; empty where they are not
 * @param moves to other storage, each {@code after 30 days} and to which class
 * @param abortsAfterDays when unfinished uploads in parts are thrown away
 * @param oldVersionsExpire whether versions that were deleted or overwritten go at last
 */
public record LifecycleRule(
    String id,
    boolean enabled,
    String prefix,
    boolean tagged,
    Optional<String> expires,
    List<Move> moves,
    OptionalInt abortsAfterDays,
    boolean oldVersionsExpire) {
  public LifecycleRule {
    moves = List.copyOf(moves);
  }

  /** To another class of storage, as S3 names it: {@code GLACIER}, {@code STANDARD_IA}. */
  public record Move(String when, String storageClass) {}

  boolean isAbout(String keys) {
    return enabled && !tagged && RetentionRule.overlap(prefix, keys);
  }

  String named() {
    return "lifecycle rule " + (id.isEmpty() ? "without a name" : "'" + id + "'");
  }
}
