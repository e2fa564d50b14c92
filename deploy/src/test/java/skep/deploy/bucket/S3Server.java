package skep.deploy.bucket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import skep.secrets.redaction.SecretValue;

/**
 * A real S3 server in this program. Objects are files at {@code folder/bucket/key}, so that a test
 * can damage them; it checks signatures, and knows neither lifecycle rules nor versions.
 */
public final class S3Server implements AutoCloseable {
  public static final String ID = "test-access-key-id";
  private static final String SECRET = "test-secret-access-key-9f2c";

  private final Path folder;
  private final String address;
  private final S3Proxy server;

  private S3Server(Path folder, String address, S3Proxy server) {
    this.folder = folder;
    this.address = address;
    this.server = server;
  }

  public static S3Server start(Path folder) {
    return start(folder, "127.0.0.1", 0);
  }

  /**
   * @param folder for its buckets; made where there is none
   * @param address of this machine that it listens at; {@code 0.0.0.0} for all of them
   * @param port 0 for any that is free
   */
  public static S3Server start(Path folder, String address, int port) {
    // With a relative folder the server starts, takes objects and lists none.
    Path buckets = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(buckets);
      S3Proxy server =
          S3Proxy.builder()
              .blobStore(new FilesystemNio2BlobStore(buckets.toString()))
              .endpoint(URI.create("http://%s:%d".formatted(address, port)))
              .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ID, SECRET)
              .build();
      server.start();
      return new S3Server(buckets, address, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server did not start at " + address, e);
    }
  }

  public URI endpoint() {
    return endpoint(address);
  }

  /** The same server, as it is reached at another of this machine's addresses. */
  public URI endpoint(String host) {
    return URI.create("http://%s:%d".formatted(host, port()));
  }

  public int port() {
    return server.getPort();
  }

  public BucketCredentials credentials() {
    return new BucketCredentials(SecretValue.of(ID), SecretValue.of(SECRET));
  }

  /** What restic reads its key from. */
  public Map<String, String> environment() {
    return Map.of("AWS_ACCESS_KEY_ID", ID, "AWS_SECRET_ACCESS_KEY", SECRET);
  }

  /** Where the bucket's objects are files; the bucket is made where there is none. */
  public Path bucket(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server did not stop", e);
    }
  }
}
