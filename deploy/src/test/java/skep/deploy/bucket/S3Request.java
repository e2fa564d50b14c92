package skep.deploy.bucket;

import java.util.Optional;

/** A request to a bucket, as a {@link FaultProxy} sees it. */
public final class S3Request {
  private final HttpHead head;
  private final String[] start;

  S3Request(HttpHead head) {
    this.head = head;
    this.start = head.start().split(" ");
  }

  public String method() {
    return start[0];
  }

  /** {@code /bucket/folder/data/4f/4f…?uploadId=…}. */
  public String target() {
    return start[1];
  }

  public String path() {
    return target().split("\\?", 2)[0];
  }

  public Optional<String> parameter(String name) {
    String[] parts = target().split("\\?", 2);
    if (parts.length == 1) {
      return Optional.empty();
    }
    for (String one : parts[1].split("&")) {
      String[] pair = one.split("=", 2);
      if (pair[0].equals(name)) {
        return Optional.of(pair.length == 1 ? "" : pair[1]);
      }
    }
    return Optional.empty();
  }

  public Optional<String> header(String name) {
    return head.header(name);
  }

  /** {@code isA("GET", "/data/")}: a request of this kind for an object of this folder. */
  public boolean isA(String method, String partOfPath) {
    return method().equals(method) && path().contains(partOfPath);
  }

  /** Bytes of the object in it, without the signatures some clients put between. */
  long objectBytes() {
    return header("x-amz-decoded-content-length").map(Long::parseLong).orElse(head.length());
  }

  HttpHead head() {
    return head;
  }

  @Override
  public String toString() {
    return method() + " " + target();
  }
}
