package skep.bot.wiring;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import skep.bot.local.chat.Said;

/**
 * {@code /backup} in chat, from the first snapshot to files that are back; restic is the real one.
 */
class BackupJourneyTest {
  private static final String PASSWORD = "correct-horse-battery-staple";
  private static final Pattern WAITS = Pattern.compile("Restore `([a-z0-9]+)` waits");
  private static final Pattern SNAPSHOT = Pattern.compile("`([0-9a-f]{8})`");

  @TempDir Path temp;
  private VaultTeam team;
  private Path data;

  @BeforeEach
  void start() throws IOException {
    data = Files.createDirectories(temp.resolve("data"));
    Files.writeString(data.resolve("answer"), "42");
    Files.writeString(data.resolve("question"), "?".repeat(10_000));
    team = new VaultTeam(temp.resolve("team"), Optional.empty());
    team.commit("secret/backup.env", "RESTIC_PASSWORD=" + PASSWORD + "\n");
    team.commit(
        "skep.yaml",
        VaultTeam.POLICY
            + """
              backup: {members-of: ops-deployers}
            backup:
              repository: %1$s/repository
              credentials: secret/backup.env
              scratch: %1$s/scratch
              restore-test: {schedule: "0 0 5 ? * SUN"}
              sources: {core: {on: every-node, paths: [%1$s/data]}}
            """
                .formatted(temp));
  }

  @AfterEach
  void stop() {
    team.close();
  }

  private String says(String line, String answer) {
    team.chat.say("you", "ops", line);
    return team.hears("ops", answer);
  }

  private static String found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return matcher.group(1);
  }

  @Test
  void aSnapshotIsMadeProvenSeenAndRestored() throws IOException {
    String snapshot = found(SNAPSHOT, says("/backup now core", "Backup of *core*: done"));
    says("/backup verify core", "2 files compared");
    assertThat(says("/backup", "core")).contains(snapshot);
    await()
        .atMost(60, SECONDS)
        .untilAsserted(() ->
            assertThat(team.chat.said("ops"))
                .flatExtracting(Said::descriptions)
                .anyMatch(description -> description.toString().startsWith("Backups of")));

    String waits = says("/backup restore " + snapshot, "waits for approval");
    team.chat.say("colleague", "ops", "/backup approve " + found(WAITS, waits));
    team.hears("ops", "Restore of *core*: done");
    assertThat(
            Files.readString(
                Path.of(
                    temp.resolve("scratch/restored-" + snapshot).toString(),
                    data.toString(),
                    "answer")))
        .isEqualTo("42");
    assertThat(team.chat.said("ops"))
        .extracting(Said::text)
        .noneMatch(text -> text.contains(PASSWORD));
  }

  @Test
  void whatFailsIsOneMessageUntilItIsRightAgain() throws IOException {
    says("/backup now core", "Backup of *core*: done");
    Path away = Files.move(data, temp.resolve("away"));
    says("/backup now core", "Backup of *core*: failed");
    team.hears("ops-alerts", "the backup of core");
    Files.move(away, data);

    team.chat.say("you", "ops", "/backup now");
    team.hears("ops-alerts", "a snapshot was made");

    assertThat(team.chat.said("ops-alerts"))
        .filteredOn(said -> said.text().contains("the backup of core"))
        .hasSize(1);
  }
}
