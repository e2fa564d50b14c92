package skep.deploy.r2;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;
import skep.deploy.bucket.BucketSettings;
import skep.deploy.bucket.LifecycleRule;
import skep.deploy.bucket.RetentionRule;
import skep.deploy.bucket.Setting;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DefaultRetention;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleExpiration;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Transition;

/** Reads a bucket's rules, each by itself: servers know of some, and keys may read some. */
final class S3Settings {
  private static final Set<String> HAS_NONE =
      Set.of("NoSuchLifecycleConfiguration", "ObjectLockConfigurationNotFoundError");

  private final S3Client client;
  private final String bucket;
  private final S3Errors errors;

  S3Settings(S3Client client, String bucket, S3Errors errors) {
    this.client = client;
    this.bucket = bucket;
    this.errors = errors;
  }

  BucketSettings read() {
    return new BucketSettings(
        known("lifecycle rules", List.of(), this::lifecycle),
        known("retention rules", List.of(), this::retention),
        known("versions", false, this::versioned));
  }

  private <T> Setting<T> known(String what, T none, Supplier<T> reading) {
    try {
      return new Setting.Known<>(reading.get());
    } catch (S3Exception e) {
      if (HAS_NONE.contains(S3Errors.code(e))) {
        return new Setting.Known<>(none);
      }
      if (S3Errors.isUnknown(e)) {
        return new Setting.Unknown<>("the server does not tell its " + what);
      }
      if (e.statusCode() == 403 && S3Errors.code(e).equals("AccessDenied")) {
        return new Setting.Unknown<>("the key may not read the bucket's " + what);
      }
      throw errors.translated("read the bucket's " + what, e);
    }
  }

  private List<LifecycleRule> lifecycle() {
    return client
        .getBucketLifecycleConfiguration(request -> request.bucket(bucket))
        .rules()
        .stream()
        .map(S3Settings::rule)
        .toList();
  }

  static LifecycleRule rule(software.amazon.awssdk.services.s3.model.LifecycleRule rule) {
    Optional<LifecycleRuleFilter> filter = Optional.ofNullable(rule.filter());
    return new LifecycleRule(
        Optional.ofNullable(rule.id()).orElse(""),
        rule.status() == ExpirationStatus.ENABLED,
        prefix(rule, filter),
        filter.map(S3Settings::tagged).orElse(false),
        Optional.ofNullable(rule.expiration()).flatMap(S3Settings::expires),
        rule.transitions().stream().map(S3Settings::move).toList(),
        abortsAfterDays(rule),
        rule.noncurrentVersionExpiration() != null);
  }

  private static OptionalInt abortsAfterDays(
      software.amazon.awssdk.services.s3.model.LifecycleRule rule) {
    var abort = rule.abortIncompleteMultipartUpload();
    return abort == null || abort.daysAfterInitiation() == null
        ? OptionalInt.empty()
        : OptionalInt.of(abort.daysAfterInitiation());
  }

  /** The field beside the filter is S3's older form of the same. */
  @SuppressWarnings("deprecation")
  private static String prefix(
      software.amazon.awssdk.services.s3.model.LifecycleRule rule,
      Optional<LifecycleRuleFilter> filter) {
    return filter
        .flatMap(one ->
            Optional.ofNullable(one.prefix())
                .or(() -> Optional.ofNullable(one.and()).map(and -> and.prefix())))
        .or(() -> Optional.ofNullable(rule.prefix()))
        .orElse("");
  }

  private static boolean tagged(LifecycleRuleFilter filter) {
    return filter.tag() != null || (filter.and() != null && !filter.and().tags().isEmpty());
  }

  private static Optional<String> expires(LifecycleExpiration expiration) {
    if (expiration.days() != null) {
      return Optional.of("after %d days".formatted(expiration.days()));
    }
    return Optional.ofNullable(expiration.date()).map(date -> "on " + day(date));
  }

  private static LifecycleRule.Move move(Transition transition) {
    String when =
        transition.days() != null
            ? "after %d days".formatted(transition.days())
            : transition.date() != null ? "on " + day(transition.date()) : "at once";
    return new LifecycleRule.Move(when, transition.storageClassAsString());
  }

  private static String day(java.time.Instant moment) {
    return moment.toString().substring(0, "2027-01-01".length());
  }

  private List<RetentionRule> retention() {
    var lock = client.getObjectLockConfiguration(request -> request.bucket(bucket));
    return Optional.ofNullable(lock.objectLockConfiguration())
        .flatMap(configuration -> Optional.ofNullable(configuration.rule()))
        .flatMap(rule -> Optional.ofNullable(rule.defaultRetention()))
        .map(kept ->
            new RetentionRule(
                RetentionRule.Effect.KEEPS_VERSIONS, kept.modeAsString(), "", lasts(kept)))
        .stream()
        .toList();
  }

  private static String lasts(DefaultRetention kept) {
    return kept.days() != null ? kept.days() + " days" : kept.years() + " years";
  }

  private boolean versioned() {
    var versioning = client.getBucketVersioning(request -> request.bucket(bucket));
    return versioning.status() == BucketVersioningStatus.ENABLED;
  }
}
