package skep.deploy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.estate.BackupPolicy.Step;
import skep.deploy.restic.Restic;
import skep.secrets.redaction.SecretValue;

/** The bot dies after every single thing it does for a backup; the next one ends it, once. */
final class KilledBackupTest {
  /** A run that did less would not have been killed where it matters. */
  private static final int LEAST_ACTS = 8;

  @TempDir private Path folder;

  @Test
  void afterEachActOfTheDeadBotTheNextOneEndsTheRun() {
    int acts = 0;
    while (isEndedByTheNext(acts)) {
      acts++;
    }
    assertThat(acts).isGreaterThanOrEqualTo(LEAST_ACTS);
  }

  /** False where the first bot came to its end. */
  private boolean isEndedByTheNext(int acts) {
    LocalBackups local = new LocalBackups(folder.resolve("after-" + acts));
    local.write("file", "content of " + acts);
    Path before = local.folder.resolve("before-was-run");
    Path after = local.folder.resolve("after-was-run");
    BackupPolicy policy = withSteps(local, before, after);
    Run run = local.run(RunKind.BACKUP, "core");
    boolean killed = !ends(local, new DyingBot(acts), run, policy);

    local.now.updateAndGet(time -> time.plus(Duration.ofMinutes(5)));
    // Where nothing was begun, nothing is left, and the schedule begins it.
    local.backups.begin(run);
    for (RunRecords.Begun left : local.backups.runs()) {
      if (left.ended().isEmpty()) {
        local.backups.carryOut(left.run(), policy, Watch.NONE);
      }
    }

    assertThat(local.backups.runs())
        .as("after %d acts", acts)
        .singleElement()
        .satisfies(one -> assertThat(one.ended()).contains("good"));
    History history = local.backups.histories().get("core");
    assertThat(history.entries().stream().filter(entry -> entry.kind() == RunKind.BACKUP))
        .as("after %d acts", acts)
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.verdict()).isEqualTo(Verdict.GOOD);
          assertThat(history.kept()).contains(entry.snapshot());
          assertThat(local.folder.resolve("repository/snapshots").resolve(entry.snapshot()))
              .exists();
        });
    assertThat(before).exists();
    assertThat(after).exists();
    return killed;
  }

  private static boolean ends(LocalBackups local, DyingBot bot, Run run, BackupPolicy policy) {
    Backups dying =
        local.over(
            SecretValue.of(Restic.PASSWORD),
            bot.writing(local.store),
            bot.running(local.oneShots()));
    try {
      dying.begin(run);
      dying.carryOut(run, policy, Watch.NONE);
      return true;
    } catch (DyingBot.Killed e) {
      return false;
    }
  }

  private static BackupPolicy withSteps(LocalBackups local, Path before, Path after) {
    return local.policy(
        LocalBackups.source(
            Optional.empty(),
            List.of(touch(before)),
            List.of(touch(after)),
            local.data.toString()));
  }

  private static Step touch(Path file) {
    return new Step.Command(
        "", List.of("touch", file.toString()), Optional.empty(), List.of(), List.of(), List.of());
  }
}
