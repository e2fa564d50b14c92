package skep.deploy.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.oneshot.LocalOneShots;
import skep.deploy.oneshot.OneShot;
import skep.deploy.oneshot.OneShots;
import skep.deploy.oneshot.Where;
import skep.deploy.release.Lease;
import skep.deploy.release.Release.Actor;
import skep.deploy.release.StackLocks;
import skep.deploy.restic.Restic;
import skep.secrets.redaction.SecretValue;

/** Runs of every kind, with the real restic. */
final class BackupsTest {
  @TempDir private Path folder;
  private LocalBackups local;

  @BeforeEach
  void files() {
    local = new LocalBackups(folder);
    local.write("a b/with space", "one");
    local.write("-leading", "two");
    local.write("new\nline", "three");
    local.write("q\"u*o?t[e]", "four");
  }

  @Test
  void theFirstBackupMakesTheRepositoryAndASnapshotThatIsThere() {
    LocalBackups fresh = LocalBackups.withoutRepository(folder.resolve("fresh"));

    Report report = fresh.backedUp(local.data);

    assertThat(report.isGood()).as("%s", report).isTrue();
    assertThat(report.entries())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.node()).isEqualTo(LocalBackups.HOST);
          assertThat(entry.files()).isEqualTo(4);
          assertThat(entry.snapshot()).hasSize(64);
        });
    History history = fresh.backups.histories().get("core");
    assertThat(history.kept()).containsExactly(report.entries().getFirst().snapshot());
    assertThat(fresh.backups.runs()).allSatisfy(run -> assertThat(run.ended()).isPresent());
  }

  @Test
  void aRestoreTestProvesTheNewestSnapshot() {
    local.done(RunKind.BACKUP);

    Report report = local.done(RunKind.RESTORE_TEST);

    assertThat(report.isGood()).as("%s", report).isTrue();
    assertThat(report.entries().getFirst().files())
        .isEqualTo(3); // One name has a line break in it.
    assertThat(local.backups.histories().get("core").newestVerified(LocalBackups.HOST)).isPresent();
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
  }

  @Test
  void aPathThatIsNotThereIsNoSuccess() {
    BackupPolicy policy = local.policy();
    var sources = new java.util.TreeMap<>(policy.sources());
    sources.put("gone", LocalBackups.source(folder.resolve("nowhere").toString()));
    Report report =
        local.done(
            RunKind.BACKUP,
            "gone",
            new BackupPolicy(
                policy.repository(),
                policy.image(),
                policy.credentials(),
                policy.zone(),
                sources,
                policy.keep(),
                policy.prune(),
                policy.check(),
                policy.restoreTest(),
                policy.ping(),
                policy.scratch()));

    assertThat(report.isGood()).isFalse();
    assertThat(report.entries().getFirst().why()).contains("there is no " + folder + "/nowhere");
  }

  @Test
  void aSourceThatShrinksIsNoSuccess() {
    for (int i = 0; i < 4; i++) {
      local.write("large", "x".repeat(100_000));
      assertThat(local.done(RunKind.BACKUP).isGood()).isTrue();
    }
    local.write("large", "y");

    Report report = local.done(RunKind.BACKUP);

    assertThat(report.verdict()).isEqualTo(Verdict.SHRUNK);
    assertThat(report.entries().getFirst().why()).contains("of the usual");
    assertThat(report.entries().getFirst().snapshot()).hasSize(64);
  }

  @Test
  void aWrongPasswordIsNamed() {
    local.done(RunKind.BACKUP);
    Backups others = local.over(SecretValue.of("another one"));
    Run run = local.run(RunKind.BACKUP, "core");
    others.begin(run);

    Report report = others.carryOut(run, local.policy(), Watch.NONE);

    assertThat(report.isGood()).isFalse();
    assertThat(report.entries().getFirst().why()).contains("the password does not open");
  }

  @Test
  void aCheckReadsTheRepositoryPartByPart() {
    local.done(RunKind.BACKUP);

    Report first = local.done(RunKind.CHECK);
    Report second = local.done(RunKind.CHECK);
    Report third = local.done(RunKind.CHECK);

    assertThat(first.entries().getFirst().why()).isEqualTo("part 1 of 2");
    assertThat(second.entries().getFirst().why()).isEqualTo("part 2 of 2");
    assertThat(third.entries().getFirst().why()).isEqualTo("part 1 of 2");
    assertThat(local.done(RunKind.PRUNE).isGood()).isTrue();
  }

  @Test
  void aCheckCountsWhatTheRepositoryTakesUpAndHowMuchThatGrew() {
    local.done(RunKind.BACKUP);
    Entry first = local.done(RunKind.CHECK).entries().getFirst();
    local.write("more", "0123456789".repeat(5_000));
    local.done(RunKind.BACKUP);
    Entry second = local.done(RunKind.CHECK).entries().getFirst();

    assertThat(first.files()).isGreaterThan(5);
    assertThat(first.bytes()).isPositive();
    assertThat(first.added()).isZero();
    assertThat(second.files()).isGreaterThan(first.files());
    assertThat(second.added()).isEqualTo(second.bytes() - first.bytes()).isPositive();
  }

  @Test
  void aCheckCountsWhatASourceTakesUpInTheRepository() {
    local.done(RunKind.BACKUP);
    local.done(RunKind.CHECK);
    local.write("more", new String(new char[300_000]).replace('\0', 'x'));
    local.done(RunKind.BACKUP);

    Report check = local.done(RunKind.CHECK);

    assertThat(check.isGood()).as("%s", check).isTrue();
    List<Entry> counted = local.backups.histories().get("core").of(RunKind.CHECK, "").toList();
    assertThat(counted).hasSize(2);
    assertThat(counted.getFirst().bytes())
        .isGreaterThan(counted.getLast().bytes())
        .isLessThan(check.entries().getFirst().bytes());
    assertThat(counted.getLast().bytes()).isPositive();
  }

  @Test
  void whatEndedRunsLeftOnNodesIsSweptAndWhatGoesOnIsNot() {
    LocalOneShots nodes = new LocalOneShots(LocalBackups.HOST, folder.resolve("secrets"));
    Backups backups = local.over(SecretValue.of(Restic.PASSWORD), local.store, nodes);
    Run ended = local.run(RunKind.BACKUP, "core");
    Run under = local.run(RunKind.CHECK, History.REPOSITORY);
    Run forgotten =
        new Run(
            RunKind.RESTORE,
            "core",
            ended.begun().minus(Duration.ofDays(3)),
            Run.SCHEDULE,
            "0123456789abcdef",
            "");
    backups.begin(ended);
    new RunRecords(local.store).end(ended, "good");
    backups.begin(under);
    for (String group : List.of(ended.id(), ended.id() + "-p1", under.id(), forgotten.id())) {
      nodes.run(
          new OneShot(
              group + "-left",
              group,
              new OneShot.Program("", List.of("true"), Map.of(), ""),
              OneShot.Needs.NONE,
              new Where.AnyOne(""),
              false,
              Duration.ofMinutes(1)),
          _ -> {});
    }

    backups.sweep(backups.runs());

    assertThat(nodes.groups()).containsExactly(under.id());
  }

  @Test
  void aBotWhoseLockWentToAnotherLeavesTheRunToIt() {
    OneShots nodes = local.oneShots();
    Backups cutOff = local.over(SecretValue.of(Restic.PASSWORD), local.store, nodes);
    StackLocks others = new StackLocks(local.store, local.now::get);
    Watch watch =
        (step, _) -> {
          if (step.equals("after")) {
            // As if it had not reached the Swarm for longer than its lease.
            local.now.updateAndGet(time -> time.plus(StackLocks.LEASE.multipliedBy(2)));
            assertThat(others.acquire("backup core", new Actor("u2", "other"), "backup"))
                .isInstanceOf(StackLocks.Acquired.class);
          }
        };
    Run run = local.run(RunKind.BACKUP, "core");
    cutOff.begin(run);

    assertThatThrownBy(() -> cutOff.carryOut(run, local.policy(), watch))
        .isInstanceOf(Lease.LeaseLostException.class);

    assertThat(cutOff.runs()).allSatisfy(begun -> assertThat(begun.ended()).isEmpty());
    assertThat(cutOff.histories()).isEmpty();
    assertThat(nodes.groups()).as("what the other one goes on with").containsExactly(run.id());
  }
}
