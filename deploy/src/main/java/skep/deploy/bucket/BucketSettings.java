package skep.deploy.bucket;

import java.util.List;

/**
 * A bucket's own rules, as far as its server tells. R2 tells its lifecycle rules only; its bucket
 * locks are not part of S3.
 *
 * @param versioned whether what is deleted or overwritten stays as an old version
 */
public record BucketSettings(
    Setting<List<LifecycleRule>> lifecycle,
    Setting<List<RetentionRule>> retention,
    Setting<Boolean> versioned) {
  /** Of what has no such rules at all: a folder. */
  public static final BucketSettings NONE =
      new BucketSettings(
          new Setting.Known<>(List.of()),
          new Setting.Known<>(List.of()),
          new Setting.Known<>(false));

  /** With rules that were learned of elsewhere, such as R2's bucket locks. */
  public BucketSettings withRetention(List<RetentionRule> rules) {
    return new BucketSettings(lifecycle, new Setting.Known<>(List.copyOf(rules)), versioned);
  }
}
