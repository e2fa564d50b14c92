package skep.deploy.r2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import skep.deploy.bucket.BucketException;
import skep.deploy.bucket.Fault;
import skep.deploy.bucket.FaultProxy;
import skep.deploy.bucket.Injection;
import skep.deploy.bucket.RepositoryAddress;
import skep.deploy.bucket.Requests;
import skep.deploy.bucket.S3Server;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket on a bad day, and R2's own rules. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class S3BucketFaultsTest {
  private static final String KEY = "skep/heartbeat-core.json";
  private static final byte[] CONTENT = "{\"source\":\"core\"}".getBytes(UTF_8);
  private static final S3Limits LIMITS =
      new S3Limits(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          3,
          Optional.empty());

  private S3Server server;
  private FaultProxy proxy;
  private S3Bucket bucket;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = S3Server.start(folder);
    server.bucket("backups");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    proxy = FaultProxy.before(server);
    bucket =
        new S3Bucket(
            new RepositoryAddress.InBucket(proxy.endpoint(), "backups", ""),
            server.credentials(),
            LIMITS);
    bucket.put(KEY, CONTENT);
  }

  @AfterEach
  void close() {
    bucket.close();
    proxy.close();
  }

  static Stream<Fault> faultsThatPass() {
    return Stream.of(
        Fault.broken(),
        Fault.unavailable(),
        Fault.tooManyRequests(Duration.ofSeconds(1)),
        new Fault.Reset(0),
        new Fault.Reset(10),
        new Fault.Truncate(10),
        new Fault.LoseAnswer());
  }

  @ParameterizedTest
  @MethodSource("faultsThatPass")
  void aFaultThatPassesIsGotOver(Fault fault) {
    proxy.inject(fault, request -> request.isA("GET", KEY), 2);
    Requests before = bucket.requests();

    assertThat(bucket.read(KEY)).contains(CONTENT);
    // The JDK asks once more by itself where a connection is reset before a byte of an answer.
    assertThat(bucket.requests().since(before).classB()).isBetween(2L, 3L);
  }

  static Stream<Arguments> faultsThatStay() {
    return Stream.of(
        Arguments.of(
            Fault.broken(), BucketException.Unreachable.class, "answers that it is broken (500"),
        Arguments.of(
            Fault.unavailable(), BucketException.Unreachable.class, "provider's status page"),
        Arguments.of(
            Fault.tooManyRequests(Duration.ofSeconds(1)),
            BucketException.Throttled.class,
            "asks for fewer requests (429 TooManyRequests)"),
        Arguments.of(
            Fault.revoked(), BucketException.Refused.class, "(401 Unauthorized). Make a new one"),
        Arguments.of(Fault.denied(), BucketException.Refused.class, "(403 AccessDenied)"),
        Arguments.of(
            Fault.noBucket(), BucketException.NoBucket.class, "there is no bucket backups"),
        Arguments.of(
            Fault.locked(), BucketException.Rejected.class, "a retention rule of bucket backups"),
        Arguments.of(new Fault.Reset(0), BucketException.Unreachable.class, "or broke off"),
        Arguments.of(new Fault.Truncate(5), BucketException.Unreachable.class, "or broke off"));
  }

  @ParameterizedTest
  @MethodSource("faultsThatStay")
  void aFaultThatStaysIsToldAsWhatItIs(
      Fault fault, Class<? extends BucketException> kind, String said) {
    Injection injection = proxy.inject(fault, request -> request.isA("GET", KEY));

    assertThatThrownBy(() -> bucket.read(KEY))
        .isInstanceOf(kind)
        .hasMessageStartingWith(
            kind == BucketException.NoBucket.class ? "there is no" : "could not read " + KEY)
        .hasMessageContaining(said)
        .hasMessageNotContaining(S3Server.ID);
    assertThat(injection.happened()).isBetween(1, 2 * LIMITS.attempts());
  }

  @Test
  void aListThatBreaksOffIsNeverTakenForWhole() {
    for (int i = 0; i < 20; i++) {
      bucket.put("data/4f/%02d".formatted(i), CONTENT);
    }
    Injection once =
        proxy.inject(
            new Fault.Truncate(1500), request -> request.parameter("list-type").isPresent(), 1);
    List<String> keys = new ArrayList<>();

    bucket.list("data/", object -> keys.add(object.key()));

    assertThat(once.happened()).isEqualTo(1);
    assertThat(keys).hasSize(20).doesNotHaveDuplicates();
    proxy.inject(new Fault.Truncate(1500), request -> request.parameter("list-type").isPresent());
    assertThatThrownBy(() -> bucket.list("data/", _ -> {}))
        .isInstanceOf(BucketException.Unreachable.class);
  }

  @Test
  void aServerThatFallsSilentIsNotWaitedForForEver() {
    proxy.inject(new Fault.Slow(1), request -> request.isA("GET", KEY));

    assertThatThrownBy(() -> bucket.read(KEY))
        .isInstanceOf(BucketException.Unreachable.class)
        .hasMessageContaining("did not answer in time");
  }

  @Test
  void aNetworkThatComesBackIsUsedAgain() {
    proxy.goDark();
    assertThatThrownBy(() -> bucket.read(KEY)).isInstanceOf(BucketException.Unreachable.class);
    assertThatThrownBy(() -> bucket.settings()).isInstanceOf(BucketException.Unreachable.class);

    proxy.comeBack();
    assertThat(bucket.read(KEY)).contains(CONTENT);
  }

  @Test
  void whatWasDoneAndNotHeardOfIsDoneAgain() {
    proxy.inject(new Fault.LoseAnswer(), request -> request.isA("PUT", KEY), 1);
    proxy.inject(new Fault.LoseAnswer(), request -> request.isA("DELETE", KEY), 1);

    bucket.put(KEY, new byte[] {1});
    assertThat(bucket.read(KEY).orElseThrow()).containsExactly(1);
    bucket.delete(KEY);
    assertThat(bucket.find(KEY)).isEmpty();
  }

  @Test
  void aLockedObjectIsSaidToBeLocked() {
    proxy.inject(Fault.locked(), request -> request.isA("DELETE", KEY));

    assertThatThrownBy(() -> bucket.delete(KEY))
        .isInstanceOf(BucketException.Rejected.class)
        .hasMessageContaining("could not delete " + KEY + ": a retention rule of bucket backups");
  }

  @Test
  void nothingIsSentThatR2Refuses() {
    proxy.refuseAsR2();

    bucket.put(KEY, CONTENT);
    assertThat(bucket.read(KEY)).contains(CONTENT);
  }

  @Test
  void theLibrarysOwnDefaultsAreWhatR2Refuses() {
    proxy.refuseAsR2();
    try (S3Client defaults =
        S3Client.builder()
            .endpointOverride(proxy.endpoint())
            .region(software.amazon.awssdk.regions.Region.of("auto"))
            .forcePathStyle(true)
            .credentialsProvider(() ->
                software.amazon.awssdk.auth.credentials.AwsBasicCredentials.create(
                    server.environment().get("AWS_ACCESS_KEY_ID"),
                    server.environment().get("AWS_SECRET_ACCESS_KEY")))
            .httpClient(software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient.create())
            .build()) {
      assertThatThrownBy(() ->
              defaults.putObject(
                  request -> request.bucket("backups").key("x"), RequestBody.fromString("x")))
          .isInstanceOf(S3Exception.class)
          .hasMessageContaining("NotImplemented");
    }
  }

  @Test
  void partsOfUnequalSizeAreRefusedAsR2DoesAndEqualOnesAreNot() {
    proxy.refuseAsR2();
    int five = 5 * 1024 * 1024;

    uploaded("equal", five, five, 17);
    assertThat(bucket.find("equal").orElseThrow().size()).isEqualTo(2 * five + 17);
    assertThatThrownBy(() -> uploaded("unequal", five, five + 1, 17))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("InvalidPart");
    assertThatThrownBy(() -> uploaded("last-larger", five, five + 1))
        .isInstanceOf(S3Exception.class)
        .hasMessageContaining("InvalidPart");
  }

  private void uploaded(String key, int... sizes) {
    try (S3Client client =
        S3Clients.open(proxy.endpoint(), server.credentials(), LIMITS, new RequestCount())) {
      String id =
          client.createMultipartUpload(request -> request.bucket("backups").key(key)).uploadId();
      List<CompletedPart> parts = new ArrayList<>();
      for (int size : sizes) {
        int number = parts.size() + 1;
        String tag =
            client
                .uploadPart(
                    request -> request.bucket("backups").key(key).uploadId(id).partNumber(number),
                    RequestBody.fromBytes(new byte[size]))
                .eTag();
        parts.add(CompletedPart.builder().partNumber(number).eTag(tag).build());
      }
      client.completeMultipartUpload(request ->
          request
              .bucket("backups")
              .key(key)
              .uploadId(id)
              .multipartUpload(upload -> upload.parts(parts)));
    }
  }
}
