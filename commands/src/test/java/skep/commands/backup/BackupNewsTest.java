package skep.commands.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.deploy.backup.Entry;
import skep.deploy.backup.History;
import skep.deploy.backup.LocalBackups;
import skep.deploy.backup.Report;
import skep.deploy.backup.Run;
import skep.deploy.backup.RunKind;
import skep.deploy.backup.Verdict;
import skep.deploy.bucket.Finding;
import skep.deploy.bucket.Finding.Weight;

class BackupNewsTest {
  private static final Finding EXPIRES =
      new Finding(
          Weight.BREAKS, "The rule \"tidy\" deletes objects of the repository.", "Remove it.");
  private static final Finding COSTS =
      new Finding(Weight.ADVICE, "No rule aborts uploads.", "Add one.");

  @TempDir private Path folder;

  private final OpenIncidents incidents = new OpenIncidents();

  private void checked(Verdict verdict, LocalBackups local, String... notes) {
    Run run =
        new Run(
            RunKind.CHECK,
            History.REPOSITORY,
            local.now.get(),
            Run.SCHEDULE,
            "0123456789abcdef",
            "");
    Entry entry =
        new Entry(
            RunKind.CHECK,
            run.begun(),
            Duration.ofMinutes(1),
            "",
            verdict,
            "",
            0,
            0,
            0,
            verdict == Verdict.GOOD ? "part 1 of 2" : "1 pack is damaged; 1 snapshots affected");
    new BackupNews(incidents, _ -> {}, _ -> {}, local.now::get)
        .tell(local.policy(), new Report(run, List.of(entry), List.of(notes)), local.backups);
  }

  @Test
  void rulesOfTheBucketThatDeleteBackupsAreOneAlarmUntilTheyAreGone() {
    LocalBackups ruled = LocalBackups.with(folder.resolve("ruled"), List.of(EXPIRES, COSTS));
    checked(Verdict.GOOD, ruled);
    checked(Verdict.GOOD, ruled);

    assertThat(incidents.raised.values())
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.subject()).isEqualTo("the rules of the backup bucket are wrong");
          assertThat(alert.evidence())
              .containsExactly("The rule \"tidy\" deletes objects of the repository. Remove it.");
        });

    checked(Verdict.GOOD, LocalBackups.with(folder.resolve("free"), List.of(COSTS)));

    assertThat(incidents.raised).isEmpty();
    assertThat(incidents.resolved)
        .containsExactly("no rule of the bucket is in the way of backups any more");
  }

  @Test
  void aDamagedRepositoryIsOneAlarmWithTheSnapshotsThatAreAffected() {
    LocalBackups local = new LocalBackups(folder);
    checked(Verdict.FAILED, local, "4f0e1122: the file etc/app.conf cannot be restored");

    assertThat(incidents.raised.values())
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.subject()).isEqualTo("the check of the backup repository failed");
          assertThat(alert.evidence())
              .contains("4f0e1122: the file etc/app.conf cannot be restored");
        });

    checked(Verdict.GOOD, local);

    assertThat(incidents.raised).isEmpty();
  }
}
