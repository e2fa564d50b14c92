package skep.deploy.r2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import skep.deploy.bucket.BucketCredentials;
import skep.deploy.bucket.BucketSettings;
import skep.deploy.bucket.LifecycleRule;
import skep.deploy.bucket.RepositoryAddress;
import skep.deploy.bucket.RetentionRule;
import skep.deploy.bucket.Setting;
import skep.secrets.redaction.SecretValue;

/** Rules in S3's own XML: the real server of the other tests knows none. */
class S3SettingsTest {
  private static final String NOT_IMPLEMENTED = "501 <Error><Code>NotImplemented</Code></Error>";

  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** What a bucket is read as that answers each question so: a status and a body. */
  private BucketSettings read(Map<String, String> answers) {
    server.createContext(
        "/",
        exchange -> {
          String query = exchange.getRequestURI().getQuery();
          String[] answer = answers.getOrDefault(query, NOT_IMPLEMENTED).split(" ", 2);
          byte[] body = answer[1].getBytes(UTF_8);
          exchange.sendResponseHeaders(Integer.parseInt(answer[0]), body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    var address =
        new RepositoryAddress.InBucket(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "backups", "");
    var credentials = new BucketCredentials(SecretValue.of("some-id"), SecretValue.of("some-key"));
    try (var bucket = new S3Bucket(address, credentials)) {
      return bucket.settings();
    }
  }

  @Test
  void rulesAreReadAsR2WritesThem() {
    BucketSettings settings =
        read(
            Map.of(
                "lifecycle",
                """
                200 <LifecycleConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                <Rule><ID>Default Multipart Abort Rule</ID><Filter><Prefix></Prefix></Filter>
                <Status>Enabled</Status><AbortIncompleteMultipartUpload>
                <DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload></Rule>
                <Rule><ID>logs</ID><Filter><Prefix>logs/</Prefix></Filter><Status>Disabled</Status>
                <Expiration><Days>90</Days></Expiration></Rule>
                <Rule><Filter><And><Prefix>a/</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And>
                </Filter><Status>Enabled</Status>
                <Expiration><Date>2027-01-01T00:00:00Z</Date></Expiration></Rule>
                <Rule><ID>cold</ID><Prefix>old/</Prefix><Status>Enabled</Status>
                <Transition><Days>30</Days><StorageClass>STANDARD_IA</StorageClass></Transition>
                <NoncurrentVersionExpiration><NoncurrentDays>3</NoncurrentDays>
                </NoncurrentVersionExpiration></Rule>
                </LifecycleConfiguration>\
                """));

    assertThat(settings.lifecycle())
        .isEqualTo(
            new Setting.Known<>(
                List.of(
                    new LifecycleRule(
                        "Default Multipart Abort Rule",
                        true,
                        "",
                        false,
                        Optional.empty(),
                        List.of(),
                        OptionalInt.of(7),
                        false),
                    new LifecycleRule(
                        "logs",
                        false,
                        "logs/",
                        false,
                        Optional.of("after 90 days"),
                        List.of(),
                        OptionalInt.empty(),
                        false),
                    new LifecycleRule(
                        "",
                        true,
                        "a/",
                        true,
                        Optional.of("on 2027-01-01"),
                        List.of(),
                        OptionalInt.empty(),
                        false),
                    new LifecycleRule(
                        "cold",
                        true,
                        "old/",
                        false,
                        Optional.empty(),
                        List.of(new LifecycleRule.Move("after 30 days", "STANDARD_IA")),
                        OptionalInt.empty(),
                        true))));
    assertThat(settings.retention())
        .isEqualTo(new Setting.Unknown<>("the server does not tell its retention rules"));
  }

  @Test
  void anObjectLockAndVersionsAreReadWhereTheServerTellsThem() {
    BucketSettings settings =
        read(
            Map.of(
                "object-lock",
                """
                200 <ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled><Rule>
                <DefaultRetention><Mode>COMPLIANCE</Mode><Days>30</Days></DefaultRetention>
                </Rule></ObjectLockConfiguration>\
                """,
                "versioning",
                "200 <VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"));

    assertThat(settings.retention())
        .isEqualTo(
            new Setting.Known<>(
                List.of(
                    new RetentionRule(
                        RetentionRule.Effect.KEEPS_VERSIONS, "COMPLIANCE", "", "30 days"))));
    assertThat(settings.versioned()).isEqualTo(new Setting.Known<>(true));
  }

  @Test
  void noRulesAreNoRulesAndNotUnknown() {
    BucketSettings settings =
        read(
            Map.of(
                "lifecycle", "404 <Error><Code>NoSuchLifecycleConfiguration</Code></Error>",
                "object-lock",
                    "404 <Error><Code>ObjectLockConfigurationNotFoundError</Code></Error>",
                "versioning", "200 <VersioningConfiguration/>"));

    assertThat(settings).isEqualTo(BucketSettings.NONE);
  }

  @Test
  void aKeyThatMayOnlyTouchObjectsLeavesRulesUnknown() {
    BucketSettings settings =
        read(Map.of("lifecycle", "403 <Error><Code>AccessDenied</Code></Error>"));

    assertThat(settings.lifecycle())
        .isEqualTo(new Setting.Unknown<>("the key may not read the bucket's lifecycle rules"));
  }
}
