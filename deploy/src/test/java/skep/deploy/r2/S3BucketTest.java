package skep.deploy.r2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.bucket.BucketCredentials;
import skep.deploy.bucket.BucketException;
import skep.deploy.bucket.RepositoryAddress;
import skep.deploy.bucket.RepositoryObjects;
import skep.deploy.bucket.RepositoryObjectsContract;
import skep.deploy.bucket.Requests;
import skep.deploy.bucket.S3Server;
import skep.deploy.bucket.Setting;
import skep.deploy.bucket.UnfinishedUpload;
import skep.secrets.redaction.SecretValue;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3BucketTest extends RepositoryObjectsContract {
  private S3Server server;
  private String name;
  private S3Bucket bucket;
  private int tests;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = S3Server.start(folder);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    name = "bucket-" + ++tests;
    server.bucket(name);
    // The bucket is not the repository's alone.
    Files.write(server.bucket(name).resolve("another"), new byte[] {1});
    bucket = new S3Bucket(address(name), server.credentials());
  }

  @AfterEach
  void close() {
    bucket.close();
  }

  private RepositoryAddress.InBucket address(String bucketName) {
    return new RepositoryAddress.InBucket(server.endpoint(), bucketName, "ops/restic/");
  }

  @Override
  protected RepositoryObjects objects() {
    return bucket;
  }

  @Override
  protected Path folder() {
    return server.bucket(name).resolve("ops/restic");
  }

  @Override
  protected RepositoryObjects nowhere() {
    return new S3Bucket(address("no-such-bucket"), server.credentials());
  }

  @Test
  void objectsLieBelowTheRepositorysPrefix() {
    bucket.put("skep/heartbeat-core.json", new byte[] {1});

    assertThat(folder().resolve("skep/heartbeat-core.json")).exists();
  }

  @Test
  void anUploadNobodyFinishedIsSeenAndAborted() {
    String id = begin("ops/restic/data/4f/pack", 5 * 1024 * 1024);
    begin("elsewhere/data", 5);

    List<UnfinishedUpload> unfinished = bucket.unfinished();

    assertThat(unfinished).hasSize(1);
    assertThat(unfinished.getFirst().key()).isEqualTo("data/4f/pack");
    assertThat(unfinished.getFirst().id()).isEqualTo(id);
    assertThat(unfinished.getFirst().bytes()).hasValue(5 * 1024 * 1024);
    bucket.abort(unfinished.getFirst());
    assertThat(bucket.unfinished()).isEmpty();
  }

  private String begin(String key, int bytes) {
    try (S3Client client =
        S3Clients.open(
            server.endpoint(), server.credentials(), S3Limits.DEFAULT, new RequestCount())) {
      String id = client.createMultipartUpload(request -> request.bucket(name).key(key)).uploadId();
      client.uploadPart(
          request -> request.bucket(name).key(key).uploadId(id).partNumber(1),
          RequestBody.fromBytes(new byte[bytes]));
      return id;
    }
  }

  @Test
  void rulesThisServerDoesNotKnowAreUnknown() {
    assertThat(bucket.settings().lifecycle())
        .isEqualTo(new Setting.Unknown<>("the server does not tell its lifecycle rules"));
    assertThat(bucket.settings().retention()).isInstanceOf(Setting.Unknown.class);
    assertThat(bucket.settings().versioned()).isEqualTo(new Setting.Known<>(false));
  }

  @Test
  void requestsAreCountedByWhatTheyCost() {
    Requests begin = bucket.requests();
    bucket.put("skep/x", new byte[100]);
    bucket.list("", _ -> {});
    bucket.unfinished();
    bucket.read("skep/x");
    bucket.find("skep/x");
    bucket.delete("skep/x");

    Requests spent = bucket.requests().since(begin);
    assertThat(spent.classA()).isEqualTo(3);
    assertThat(spent.classB()).isEqualTo(2);
    assertThat(spent.free()).isEqualTo(1);
    assertThat(spent.sent()).isEqualTo(100);
    assertThat(spent.received()).isBetween(300L, 5000L);
  }

  @Test
  void aWrongKeyIsRefusedWithoutBeingTold() {
    var wrong =
        new BucketCredentials(
            SecretValue.of("test-access-key-id"), SecretValue.of("not-the-secret-at-all"));
    try (var refused = new S3Bucket(address(name), wrong)) {
      assertThatThrownBy(() -> refused.read("config"))
          .isInstanceOf(BucketException.Refused.class)
          .hasNoCause()
          .hasMessageContaining("does not accept the key for bucket " + name)
          .hasMessageContaining("AWS_ACCESS_KEY_ID")
          .hasMessageNotContainingAny("not-the-secret-at-all", S3Server.ID);
      assertThatThrownBy(() -> refused.find("config")).isInstanceOf(BucketException.Refused.class);
      assertThatThrownBy(refused::settings).isInstanceOf(BucketException.Refused.class);
    }
  }

  @Test
  void theRegionIsAutoButForAmazonsOwnServers() {
    assertThat(
            Stream.of(
                    "x.r2.cloudflarestorage.com",
                    "127.0.0.1",
                    "s3.amazonaws.com",
                    "s3.eu-central-1.amazonaws.com",
                    "s3-us-west-2.amazonaws.com",
                    "s3.dualstack.ap-southeast-2.amazonaws.com",
                    "s3.us-gov-west-1.amazonaws.com")
                .map(S3Clients::region))
        .containsExactly(
            "auto",
            "auto",
            "us-east-1",
            "eu-central-1",
            "us-west-2",
            "ap-southeast-2",
            "us-gov-west-1");
  }

  @Test
  void aHostThatDoesNotExistIsSaidToBeUnreachable() {
    var nowhere = new RepositoryAddress.InBucket(URI.create("http://127.0.0.1:1"), "backups", "");
    try (var unreachable = new S3Bucket(nowhere, server.credentials())) {
      assertThatThrownBy(() -> unreachable.find("config"))
          .isInstanceOf(BucketException.Unreachable.class)
          .hasMessageContaining("could not look for config: 127.0.0.1:1 did not answer in time")
          .hasMessageContaining("ConnectException");
    }
  }
}
