package skep.deploy.r2;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import skep.deploy.bucket.BucketCredentials;
import skep.deploy.bucket.BucketRules;
import skep.deploy.bucket.BucketSettings;
import skep.deploy.bucket.Finding;
import skep.deploy.bucket.Keys;
import skep.deploy.bucket.RepositoryAddress;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.bucket.Requests;
import skep.deploy.bucket.Sizes;
import skep.deploy.bucket.StoredObject;
import skep.deploy.bucket.UnfinishedUpload;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A repository in a bucket of R2, or of any other server that speaks S3. Safe for many threads.
 * Objects are put whole, never in parts, so that R2's rule of equal parts is not touched.
 */
public final class S3Bucket implements RepositoryObjects {
  private final RepositoryAddress.InBucket address;
  private final RequestCount count = new RequestCount();
  private final S3Client client;
  private final S3Errors errors;

  public S3Bucket(RepositoryAddress.InBucket address, BucketCredentials credentials) {
    this(address, credentials, S3Limits.DEFAULT);
  }

  public S3Bucket(
      RepositoryAddress.InBucket address, BucketCredentials credentials, S3Limits limits) {
    this.address = address;
    this.client = S3Clients.open(address.endpoint(), credentials, limits, count);
    this.errors = new S3Errors(address.endpoint().getAuthority(), address.bucket());
  }

  @Override
  public void list(String prefix, Consumer<StoredObject> each) {
    Optional<String> from = Optional.empty();
    do {
      ListObjectsV2Response page = page(prefix, from);
      page.contents().forEach(object -> each.accept(stored(object)));
      from =
          Boolean.TRUE.equals(page.isTruncated())
              ? Optional.ofNullable(page.nextContinuationToken())
              : Optional.empty();
    } while (from.isPresent());
  }

  private ListObjectsV2Response page(String prefix, Optional<String> from) {
    return errors.asking(
        "list the objects",
        () ->
            client.listObjectsV2(request -> {
              request.bucket(address.bucket()).prefix(address.prefix() + prefix);
              from.ifPresent(request::continuationToken);
            }));
  }

  private StoredObject stored(S3Object object) {
    return new StoredObject(
        object.key().substring(address.prefix().length()), object.size(), object.lastModified());
  }

  @Override
  public Optional<StoredObject> find(String key) {
    String whole = whole(key);
    return errors.asking(
        "look for " + key,
        () -> {
          try {
            HeadObjectResponse found =
                client.headObject(request -> request.bucket(address.bucket()).key(whole));
            return Optional.of(new StoredObject(key, found.contentLength(), found.lastModified()));
          } catch (S3Exception e) {
            if (e.statusCode() != 404) {
              throw e;
            }
            hasBucket();
            return Optional.empty();
          }
        });
  }

  /** An answer without a body does not tell a missing object from a missing bucket. */
  private void hasBucket() {
    try {
      client.headBucket(request -> request.bucket(address.bucket()));
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        throw errors.noBucket("404");
      }
      if (e.statusCode() != 403) {
        throw e;
      }
    }
  }

  @Override
  public Optional<byte[]> read(String key) {
    String whole = whole(key);
    return errors.asking(
        "read " + key,
        () -> {
          try {
            return Optional.of(
                client
                    .getObject(
                        request -> request.bucket(address.bucket()).key(whole), new WholeBody())
                    .orElseThrow(() -> Sizes.tooLarge(key)));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          }
        });
  }

  @Override
  public void put(String key, byte[] content) {
    Sizes.check(key, content);
    String whole = whole(key);
    errors.asking(
        "write " + key,
        () ->
            client.putObject(
                request ->
                    request.bucket(address.bucket()).key(whole).contentMD5(Md5.base64(content)),
                RequestBody.fromBytes(content)));
  }

  @Override
  public void delete(String key) {
    String whole = whole(key);
    errors.asking(
        "delete " + key,
        () -> client.deleteObject(request -> request.bucket(address.bucket()).key(whole)));
  }

  @Override
  public List<UnfinishedUpload> unfinished() {
    return new S3Uploads(client, address, errors).unfinished();
  }

  @Override
  public void abort(UnfinishedUpload upload) {
    new S3Uploads(client, address, errors).abort(upload);
  }

  @Override
  public BucketSettings settings() {
    return errors.asking(
        "read the bucket's rules", () -> new S3Settings(client, address.bucket(), errors).read());
  }

  @Override
  public List<Finding> findings() {
    return BucketRules.check(address.prefix(), settings());
  }

  @Override
  public Requests requests() {
    return count.soFar();
  }

  @Override
  public void close() {
    client.close();
  }

  private String whole(String key) {
    return address.prefix() + Keys.checked(key);
  }
}
