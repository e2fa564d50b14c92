package skep.deploy.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
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
import skep.deploy.bucket.BucketCredentials;
import skep.deploy.bucket.Fault;
import skep.deploy.bucket.FaultProxy;
import skep.deploy.bucket.RepositoryAddress;
import skep.deploy.bucket.S3Server;
import skep.deploy.r2.S3Bucket;
import skep.deploy.restic.Restic;

/** A bucket that fails, under whole runs: nothing is a success that is none, nothing stays. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultyStorageTest {
  private S3Server server;
  private FaultProxy proxy;
  private S3Bucket bucket;
  private LocalBackups local;
  private int tests;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = S3Server.start(folder.resolve("s3"));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void open(@TempDir Path folder) {
    proxy = FaultProxy.before(server);
    String name = "backups-" + ++tests;
    Restic.create(server.bucket(name));
    String address = "s3:" + proxy.endpoint() + "/" + name;
    BucketCredentials credentials = server.credentials();
    bucket =
        new S3Bucket((RepositoryAddress.InBucket) RepositoryAddress.parse(address), credentials);
    local =
        new LocalBackups(
            folder,
            new LocalBackups.Place(
                address,
                Optional.of(new Repository.Keys(credentials.id(), credentials.secret())),
                bucket));
    local.write("small", "a file");
  }

  @AfterEach
  void close() {
    bucket.close();
    proxy.close();
  }

  @Test
  void aStorageThatIsGoneForAMinuteInMidUploadLosesNothing() throws Exception {
    byte[] large = new byte[12_000_000];
    new Random(3).nextBytes(large);
    Files.write(local.data.resolve("large"), large);
    proxy.inject(new Fault.Slow(2_000_000), request -> request.isA("PUT", "/data/"));
    CompletableFuture<Report> backup =
        CompletableFuture.supplyAsync(() -> local.done(RunKind.BACKUP));
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> proxy.seen().stream().anyMatch(line -> line.contains("PUT /backups-1/data/")));

    proxy.goDark();
    Thread.sleep(Duration.ofMinutes(1));
    assertThat(backup).isNotDone();
    proxy.heal();

    Report report = backup.get();
    assertThat(report.isGood()).as("%s", report).isTrue();
    assertThat(local.done(RunKind.RESTORE_TEST).isGood()).isTrue();
    assertThat(local.done(RunKind.CHECK).isGood()).isTrue();
    assertThat(local.done(RunKind.CHECK).isGood()).isTrue();
  }

  static Stream<Arguments> doors() {
    return Stream.of(
        Arguments.of("revoked keys", Fault.revoked(), "the storage does not let Skep in"),
        Arguments.of("keys that may not", Fault.denied(), "the storage does not let Skep in"),
        Arguments.of("no bucket", Fault.noBucket(), "there is no repository at this address"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("doors")
  void aBucketThatDoesNotLetAnybodyInIsAFailureAndNoLoss(String name, Fault fault, String reason) {
    String first = local.done(RunKind.BACKUP).entries().getFirst().snapshot();
    proxy.inject(fault, _ -> true);

    for (RunKind kind : new RunKind[] {RunKind.BACKUP, RunKind.RESTORE_TEST}) {
      Report report = local.done(kind);
      assertThat(report.isGood()).isFalse();
      assertThat(report.entries())
          .singleElement()
          .satisfies(entry -> assertThat(entry.why()).contains(reason));
    }
    assertThat(history().newestGood(RunKind.BACKUP, LocalBackups.HOST).map(Entry::snapshot))
        .contains(first);
    assertThat(history().kept()).contains(first);
    assertThat(local.backups.runs()).allSatisfy(run -> assertThat(run.ended()).isPresent());

    proxy.heal();
    assertThat(local.done(RunKind.BACKUP).isGood()).isTrue();
    assertThat(local.done(RunKind.RESTORE_TEST).isGood()).isTrue();
    assertThat(local.folder.resolve("scratch")).isEmptyDirectory();
  }

  /** Alive, the owner keeps its lock, and the run waits; gone, the lock goes, and it is told. */
  @Test
  void aLockStaysWhileItsOwnerLivesAndGoesWhenItIsGone() throws Exception {
    local.done(RunKind.BACKUP);
    CompletableFuture<Report> check;
    try (FaultProxy slow = FaultProxy.before(server)) {
      Process owner = lockedFor(slow);
      check = CompletableFuture.supplyAsync(() -> local.done(RunKind.CHECK));
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() ->
              local.told.stream().anyMatch(told -> told.contains("the repository is locked by")));
      assertThat(locks()).isEqualTo(1);
      owner.destroyForcibly().waitFor();
    }

    assertThat(check.get().isGood()).as("%s", check.get()).isTrue();
    assertThat(local.told).anyMatch(told -> told.contains("was removed"));
    assertThat(locks()).isZero();
  }

  /** A check by somebody else, which holds its lock while it waits for an answer. */
  private Process lockedFor(FaultProxy slow) throws IOException {
    slow.inject(new Fault.Slow(1), request -> request.isA("GET", "/index/"));
    Process process =
        Restic.start(
            "s3:" + slow.endpoint() + "/backups-" + tests,
            server.environment(),
            local.folder.resolve("other-cache"),
            "check");
    await().atMost(Duration.ofMinutes(1)).until(() -> locks() == 1);
    return process;
  }

  private int locks() {
    int[] count = {0};
    bucket.list("locks/", _ -> count[0]++);
    return count[0];
  }

  private History history() {
    return local.backups.histories().get("core");
  }
}
