package skep.deploy.r2;

import java.io.IOException;
import java.util.Optional;
import skep.deploy.bucket.RepositoryObjects;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * A small body, or nothing where it is too large. The JDK takes a connection that ends early for
 * the end of the body, so the length is compared; an answer that broke off is asked for again.
 */
final class WholeBody implements ResponseTransformer<GetObjectResponse, Optional<byte[]>> {
  @Override
  public Optional<byte[]> transform(GetObjectResponse answer, AbortableInputStream body) {
    if (answer.contentLength() > RepositoryObjects.MOST_BYTES) {
      body.abort();
      return Optional.empty();
    }
    try {
      byte[] content = body.readNBytes(RepositoryObjects.MOST_BYTES);
      if (content.length != answer.contentLength()) {
        throw RetryableException.create(
            "the answer broke off after %d of %d bytes"
                .formatted(content.length, answer.contentLength()));
      }
      return Optional.of(content);
    } catch (IOException e) {
      throw RetryableException.create("the answer broke off", e);
    }
  }
}
