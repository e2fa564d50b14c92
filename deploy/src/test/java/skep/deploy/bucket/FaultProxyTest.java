package skep.deploy.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
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

/** The proxy under the real restic: what it hands on, and what restic makes of each fault. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultProxyTest {
  private S3Server server;
  private Path source;
  private FaultProxy proxy;
  private Restic restic;
  private String bucket;
  private int tests;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    server = S3Server.start(folder.resolve("s3"));
    source = Files.createDirectories(folder.resolve("source/in here"));
    var random = new Random(5);
    for (int i = 0; i < 3; i++) {
      byte[] content = new byte[2_000_000];
      random.nextBytes(content);
      Files.write(source.resolve("file " + i), content);
    }
    Files.createSymbolicLink(source.resolve("link"), Path.of("file 0"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void open(@TempDir Path work) throws IOException {
    proxy = FaultProxy.before(server);
    bucket = "backups-" + ++tests;
    server.bucket(bucket);
    Files.createDirectories(work.resolve("cache"));
    restic = new Restic("s3:" + proxy.endpoint() + "/" + bucket, server.environment(), work);
  }

  @AfterEach
  void close() {
    proxy.close();
  }

  private void done(String... arguments) {
    assertThat(restic.run(arguments))
        .satisfies(run -> assertThat(run.status()).as(run.text()).isZero());
  }

  private void backup() {
    done("backup", source.toString());
  }

  @Test
  void aWholeCyclePassesUnchanged(@TempDir Path target) throws IOException {
    done("init");
    backup();
    Files.write(source.resolve("later"), new byte[] {1});
    backup();
    done("check", "--read-data");
    done("forget", "--keep-last", "1", "--prune");
    done("restore", "latest", "--target", target.toString());

    assertThat(tree(target.resolve(source.toString().substring(1)))).isEqualTo(tree(source));
    assertThat(proxy.seen()).hasSizeGreaterThan(30).noneMatch(line -> line.endsWith(" 000"));
    Files.delete(source.resolve("later"));
  }

  private static Map<String, String> tree(Path folder) throws IOException {
    var files = new TreeMap<String, String>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        files.put(
            folder.relativize(file).toString(),
            Files.isSymbolicLink(file)
                ? "to " + Files.readSymbolicLink(file)
                : Files.isDirectory(file)
                    ? "folder"
                    : java.util.Arrays.hashCode(Files.readAllBytes(file)) + "");
      }
    }
    return files;
  }

  static Stream<Fault> faultsThatPass() {
    return Stream.of(
        Fault.broken(),
        Fault.unavailable(),
        Fault.tooManyRequests(Duration.ofSeconds(1)),
        Fault.denied(),
        new Fault.Reset(0),
        new Fault.Reset(100_000),
        new Fault.LoseAnswer());
  }

  @ParameterizedTest
  @MethodSource("faultsThatPass")
  void resticGetsOverAFaultThatPasses(Fault fault) {
    done("init");
    Injection injection = proxy.inject(fault, request -> request.isA("PUT", "/data/"), 2);

    backup();

    assertThat(injection.happened()).isEqualTo(2);
    done("check", "--read-data");
  }

  @Test
  void resticGetsOverASilentNetworkThatComesBack() {
    done("init");
    proxy.inject(new Fault.Slow(1_000_000), request -> request.isA("PUT", "/data/"), 1);
    Restic.Running running = restic.start("backup", source.toString());
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() ->
            proxy.seen().stream()
                .anyMatch(line -> line.contains("PUT") && line.contains("/locks/")));

    proxy.goDark();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> Files.readString(running.output()).contains("retrying after"));
    proxy.comeBack();

    assertThat(restic.end(running).status()).isZero();
    done("check", "--read-data");
  }

  static Stream<Arguments> answersAtTheDoor() {
    return Stream.of(
        Arguments.of(Fault.revoked(), "Unauthorized"),
        Arguments.of(Fault.denied(), "Access Denied."),
        Arguments.of(Fault.noBucket(), "NoSuchBucket"));
  }

  @ParameterizedTest
  @MethodSource("answersAtTheDoor")
  void resticEndsAtOnceWhereTheBucketDoesNotLetItIn(Fault fault, String said) {
    done("init");
    proxy.inject(fault, _ -> true);

    Restic.Run run = restic.run("snapshots", "--json");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.text())
        .contains("Fatal: unable to open config file: Stat: ", said)
        .contains("Is there a repository at the following location?");
  }

  @Test
  void aDeadNetworkIsNoticedAtOnce() {
    done("init");
    proxy.goDark();

    Restic.Run run = restic.run("snapshots");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.text()).contains("connection refused");
    proxy.comeBack();
    done("snapshots");
  }

  @Test
  void damagedDataIsFoundByCheckAndByRestore(@TempDir Path target) {
    done("init");
    backup();
    proxy.inject(new Fault.Corrupt(50_000), request -> request.isA("GET", "/data/"));

    Restic.Run check = restic.run("check", "--read-data");
    assertThat(check.status()).isEqualTo(1);
    assertThat(check.text())
        .contains("Pack ID does not match, want ", "Fatal: repository contains errors");

    Restic.Run restore = restic.run("restore", "latest", "--target", target.toString());
    assertThat(restore.status()).isEqualTo(1);
    assertThat(restore.text()).contains("ciphertext verification failed");
  }

  @Test
  void anAnswerThatBreaksOffOnceIsAskedForAgain() {
    done("init");
    backup();
    Injection injection =
        proxy.inject(new Fault.Truncate(100), request -> request.isA("GET", "/data/"), 1);

    done("check", "--read-data");

    assertThat(injection.happened()).isEqualTo(1);
  }

  /** Whoever reads restic's list must not take its status for proof that it is whole. */
  @Test
  void aDamagedSnapshotIsLeftOutOfTheListWithStatusZero() {
    done("init");
    backup();
    proxy.inject(new Fault.Corrupt(20), request -> request.isA("GET", "/snapshots/"));

    // Without its cache, which would answer for the bucket.
    Restic.Run run = restic.run("--no-cache", "snapshots", "--json");

    assertThat(run.status()).isZero();
    assertThat(run.text()).contains("could not load snapshot", "invalid data returned");
    assertThat(run.text().lines().toList()).last().isEqualTo("[]");
  }

  @Test
  void resticSendsNothingThatR2Refuses() {
    proxy.refuseAsR2();

    done("init");
    backup();
    done("check", "--read-data");
  }
}
