package skep.deploy.r2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import skep.deploy.bucket.RepositoryAddress;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.bucket.UnfinishedUpload;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Uploads in parts that were begun below the repository's prefix and never finished. */
final class S3Uploads {
  private final S3Client client;
  private final RepositoryAddress.InBucket address;
  private final S3Errors errors;

  S3Uploads(S3Client client, RepositoryAddress.InBucket address, S3Errors errors) {
    this.client = client;
    this.address = address;
    this.errors = errors;
  }

  List<UnfinishedUpload> unfinished() {
    return errors.asking("list unfinished uploads", this::begun).stream()
        .map(upload -> errors.asking("list an upload's parts", () -> described(upload)))
        .flatMap(Optional::stream)
        .toList();
  }

  private List<MultipartUpload> begun() {
    List<MultipartUpload> uploads = new ArrayList<>();
    Optional<ListMultipartUploadsResponse> page = Optional.empty();
    do {
      Optional<ListMultipartUploadsResponse> last = page;
      ListMultipartUploadsResponse next =
          client.listMultipartUploads(request -> {
            request.bucket(address.bucket()).prefix(address.prefix());
            last.ifPresent(one ->
                request.keyMarker(one.nextKeyMarker()).uploadIdMarker(one.nextUploadIdMarker()));
          });
      uploads.addAll(next.uploads());
      page = Optional.of(next).filter(one -> Boolean.TRUE.equals(one.isTruncated()));
    } while (page.isPresent() && uploads.size() < RepositoryObjects.MOST_UPLOADS);
    return uploads.stream().limit(RepositoryObjects.MOST_UPLOADS).toList();
  }

  /** Empty where it was finished or aborted meanwhile. */
  private Optional<UnfinishedUpload> described(MultipartUpload upload) {
    OptionalLong bytes;
    try {
      bytes = OptionalLong.of(bytes(upload));
    } catch (NoSuchUploadException e) {
      return Optional.empty();
    } catch (S3Exception e) {
      if (!S3Errors.isUnknown(e)) {
        throw e;
      }
      bytes = OptionalLong.empty();
    }
    return Optional.of(
        new UnfinishedUpload(
            upload.key().substring(address.prefix().length()),
            upload.uploadId(),
            Optional.ofNullable(upload.initiated()),
            bytes));
  }

  private long bytes(MultipartUpload upload) {
    return client
        .listPartsPaginator(request ->
            request.bucket(address.bucket()).key(upload.key()).uploadId(upload.uploadId()))
        .stream()
        .map(ListPartsResponse::parts)
        .flatMap(List::stream)
        .mapToLong(Part::size)
        .sum();
  }

  void abort(UnfinishedUpload upload) {
    errors.asking(
        "abort an unfinished upload",
        () -> {
          try {
            return client.abortMultipartUpload(request ->
                request
                    .bucket(address.bucket())
                    .key(address.prefix() + upload.key())
                    .uploadId(upload.id()));
          } catch (NoSuchUploadException e) {
            return "gone already";
          }
        });
  }
}
