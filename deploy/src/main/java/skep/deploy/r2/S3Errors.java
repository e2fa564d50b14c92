package skep.deploy.r2;

import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import skep.deploy.bucket.BucketException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What the AWS library throws, as what a caller can do something about. Of a server's answer only
 * its status and its code are told on: its text may quote a key.
 */
final class S3Errors {
  private static final Set<String> UNKNOWN_TO_SERVER =
      Set.of("NotImplemented", "MethodNotAllowed", "UnsupportedOperation", "XNotImplemented");

  private final String host;
  private final String bucket;

  S3Errors(String host, String bucket) {
    this.host = host;
    this.bucket = bucket;
  }

  /** Does it; {@code doing} is what for: {@code list the objects}. */
  <T> T asking(String doing, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw translated(doing, e);
    }
  }

  BucketException translated(String doing, SdkException e) {
    return e instanceof S3Exception answer ? answered(doing, answer) : silent(doing, e);
  }

  private BucketException silent(String doing, SdkException e) {
    if (e instanceof SdkClientException && Thread.currentThread().isInterrupted()) {
      return new BucketException.Unreachable(
          "could not %s: Skep is being stopped".formatted(doing), e);
    }
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new BucketException.Unreachable(
        ("could not %s: %s did not answer in time, or broke off (%s); it is tried again at the next"
                + " run. Does that host's name in backup.repository resolve, and does this machine"
                + " reach it?")
            .formatted(doing, host, root.getClass().getSimpleName()),
        e);
  }

  private BucketException answered(String doing, S3Exception e) {
    String code = code(e);
    String said = "%d%s".formatted(e.statusCode(), code.isEmpty() ? "" : " " + code);
    if (code.equals("ObjectLockedByBucketPolicy") || code.equals("ObjectLocked")) {
      return new BucketException.Rejected(
          ("could not %s: a retention rule of bucket %s forbids it (%s); see the bucket's lock rules"
                  + " in /backup status")
              .formatted(doing, bucket, said));
    }
    if (code.equals("NoSuchBucket")) {
      return noBucket(said);
    }
    return switch (e.statusCode()) {
      case 401, 403 -> refused(doing, said);
      case 404 ->
          new BucketException.Missing(
              "could not %s: it is not in bucket %s (any more) (%s)"
                  .formatted(doing, bucket, said));
      case 429 -> throttled(doing, said);
      case 503 ->
          code.equals("SlowDown") || code.equals("TooManyRequests")
              ? throttled(doing, said)
              : broken(doing, said, e);
      default ->
          e.statusCode() >= 500 && e.statusCode() != 501
              ? broken(doing, said, e)
              : new BucketException.Rejected(
                  "could not %s: %s does not do that (%s); is backup.repository an S3 bucket?"
                      .formatted(doing, host, said));
    };
  }

  BucketException noBucket(String said) {
    return new BucketException.NoBucket(
        ("there is no bucket %s at %s (%s): make it there, or correct backup.repository in skep.yaml"
                + "; nothing is backed up until then")
            .formatted(bucket, host, said));
  }

  private BucketException refused(String doing, String said) {
    return new BucketException.Refused(
        ("could not %s: %s does not accept the key for bucket %s (%s). Make a new one that may read"
                + " and write its objects, and put it into AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY of the file that backup.credentials names; where the key"
                + " is right, look at this machine's clock")
            .formatted(doing, host, bucket, said));
  }

  private BucketException throttled(String doing, String said) {
    return new BucketException.Throttled(
        ("could not %s: %s asks for fewer requests (%s); it is tried again at the next run. If it"
                + " stays so, let backups begin at different moments (jitter)")
            .formatted(doing, host, said));
  }

  private BucketException broken(String doing, String said, S3Exception e) {
    return new BucketException.Unreachable(
        ("could not %s: %s answers that it is broken (%s); it is tried again at the next run. Look at"
                + " the provider's status page")
            .formatted(doing, host, said),
        e);
  }

  /** A list that breaks off is XML that does not end. */
  static boolean brokeOff(Throwable e) {
    return Stream.iterate(e, Objects::nonNull, Throwable::getCause)
        .anyMatch(cause -> cause instanceof IOException || cause instanceof XMLStreamException);
  }

  static String code(S3Exception e) {
    var details = e.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    return code.matches("[A-Za-z0-9]{1,60}") ? code : "";
  }

  /** Whether the server says that it has no such thing at all. */
  static boolean isUnknown(S3Exception e) {
    return e.statusCode() == 501
        || e.statusCode() == 405
        || UNKNOWN_TO_SERVER.contains(code(e))
        || (e.statusCode() == 400 && code(e).equals("InvalidRequest"));
  }
}
