package skep.deploy.bucket;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** What R2 refuses and other servers take (its pages "Error codes" and "Multipart upload"). */
final class R2Rules {
  private final ConcurrentMap<String, SortedMap<Integer, Long>> uploads = new ConcurrentHashMap<>();

  /** What it is answered with; empty where R2 would do it. */
  Optional<Fault.Answer> refuses(S3Request request) {
    if (request.method().equals("PUT")) {
      request.parameter("uploadId").ifPresent(upload -> remember(upload, request));
      return body(request);
    }
    boolean completes =
        request.method().equals("POST") && request.parameter("uploadId").isPresent();
    return completes && !equalParts(request.parameter("uploadId").get())
        ? Optional.of(new Fault.Answer(400, "InvalidPart", Map.of()))
        : Optional.empty();
  }

  private void remember(String upload, S3Request request) {
    uploads
        .computeIfAbsent(upload, _ -> new TreeMap<>())
        .put(
            Integer.parseInt(request.parameter("partNumber").orElseThrow()), request.objectBytes());
  }

  private boolean equalParts(String upload) {
    SortedMap<Integer, Long> parts = uploads.getOrDefault(upload, new TreeMap<>());
    if (parts.isEmpty()) {
      return true;
    }
    long first = parts.get(parts.firstKey());
    int last = parts.lastKey();
    return parts.entrySet().stream()
        .allMatch(
            part -> part.getKey() == last ? part.getValue() <= first : part.getValue() == first);
  }

  private static Optional<Fault.Answer> body(S3Request request) {
    Optional<String> hash = request.header("x-amz-content-sha256");
    if (hash.filter(value -> value.endsWith("-TRAILER")).isPresent()
        || request.header("x-amz-trailer").isPresent()) {
      return Optional.of(new Fault.Answer(501, "NotImplemented", Map.of()));
    }
    boolean checked = hash.isPresent() || request.header("Content-MD5").isPresent();
    if (!checked) {
      return Optional.of(new Fault.Answer(400, "InvalidRequest", Map.of()));
    }
    return request.objectBytes() < 0
        ? Optional.of(new Fault.Answer(411, "MissingContentLength", Map.of()))
        : Optional.empty();
  }
}
