package skep.commands.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.deploy.backup.LocalBackups;
import skep.deploy.backup.RunKind;

/** A bot that looks what is due while its clock goes on, stands still, and is set. */
class BackupRoundsTest {
  private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");
  private static final String AT_HALF_PAST_TWO = "0 30 2 * * ?";

  @TempDir private Path folder;
  private LocalBackups local;
  private final OpenIncidents incidents = new OpenIncidents();
  private BackupRounds rounds;

  @BeforeEach
  void aBotThatRuns() {
    local = new LocalBackups(folder);
    local.write("file", "content");
    BackupNews news = new BackupNews(incidents, _ -> {}, _ -> {}, local.now::get);
    BackupWork work =
        new BackupWork(
            new OneCommit(() -> local.policy(AT_HALF_PAST_TWO, VIENNA), Map.of()),
            (_, _) -> local.backups,
            news,
            local.now::get);
    rounds = new BackupRounds(work, news, incidents, Runnable::run, local.now::get);
  }

  /** Looks at this time of the clock on the wall in Vienna. */
  private void lookAt(String time) {
    lookAt(LocalDateTime.parse(time).atZone(VIENNA).toInstant());
  }

  private void lookAt(Instant moment) {
    local.now.set(moment);
    rounds.look();
  }

  /** The moments backups were due that were made. */
  private List<Instant> made() {
    return local.backups.histories().values().stream()
        .flatMap(history -> history.entries().stream())
        .filter(entry -> entry.kind() == RunKind.BACKUP && !entry.snapshot().isEmpty())
        .map(entry -> entry.begun())
        .sorted()
        .toList();
  }

  @Test
  void aClockThatIsSetForwardOverTheTimeMakesUpForIt() {
    lookAt("2026-11-10T02:00:00");
    lookAt("2026-11-10T05:00:00");
    lookAt("2026-11-10T05:01:00");

    assertThat(made()).containsExactly(Instant.parse("2026-11-10T01:30:00Z"));
    assertThat(incidents.raised).isEmpty();
  }

  @Test
  void aClockThatIsSetBackOverTheTimeMakesNoSecondOne() {
    lookAt("2026-11-10T02:00:00");
    lookAt("2026-11-10T02:31:00");
    lookAt("2026-11-10T02:05:00");
    lookAt("2026-11-10T02:31:00");

    assertThat(made()).containsExactly(Instant.parse("2026-11-10T01:30:00Z"));
  }

  @Test
  void whatWasMissedForTooLongIsAnAlarmUntilTheNextSuccess() {
    lookAt("2026-11-10T02:00:00");
    lookAt("2026-11-10T14:00:00");
    lookAt("2026-11-10T14:01:00");

    assertThat(made()).isEmpty();
    assertThat(incidents.raised.values())
        .singleElement()
        .satisfies(alert -> assertThat(alert.subject()).contains("backup of core"));

    lookAt("2026-11-11T02:31:00");

    assertThat(made()).containsExactly(Instant.parse("2026-11-11T01:30:00Z"));
    assertThat(incidents.raised).isEmpty();
  }

  /** In the one night half past two comes twice, in the other never. */
  @ParameterizedTest
  @CsvSource({"2026-10-24T20:00:00Z, 2026-10-25", "2027-03-27T20:00:00Z, 2027-03-28"})
  void aNightInWhichTheClocksAreChangedHasOneBackup(Instant evening, String night) {
    for (int minutes = 0; minutes <= 12 * 60; minutes += 10) {
      lookAt(evening.plus(Duration.ofMinutes(minutes)));
    }

    assertThat(made()).hasSize(1);
    assertThat(made().getFirst().atZone(VIENNA).toLocalDate()).hasToString(night);
    assertThat(incidents.raised).isEmpty();
  }
}
