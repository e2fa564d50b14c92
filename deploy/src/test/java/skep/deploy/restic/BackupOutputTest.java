package skep.deploy.restic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackupOutputTest {
  private static final String STATUS =
      "{\"message_type\":\"status\",\"seconds_elapsed\":9,\"seconds_remaining\":3,"
          + "\"percent_done\":0.755,\"total_files\":11,\"files_done\":10,\"total_bytes\":80037,"
          + "\"bytes_done\":60037,\"error_count\":1,\"current_files\":[\"/secret/name\"]}";
  private static final String SUMMARY =
      "{\"message_type\":\"summary\",\"files_new\":2,\"files_changed\":1,\"files_unmodified\":4,"
          + "\"dirs_new\":2,\"data_blobs\":2,\"data_added\":301403,\"total_files_processed\":7,"
          + "\"total_bytes_processed\":300006,\"total_duration\":0.238260267,"
          + "\"snapshot_id\":\"0aa5346e\"}";

  private static BackupOutput read(String... lines) {
    var output = new BackupOutput();
    List.of(lines).forEach(output);
    return output;
  }

  @Test
  void theSummaryIsWhatWasDone() {
    assertThat(read(STATUS, SUMMARY).summary())
        .contains(
            new BackupSummary(2, 1, 4, 7, 300006, 301403, Duration.ofMillis(238), "0aa5346e"));
  }

  @Test
  void aNewerSummaryIsReadBesideFieldsNobodyKnowsYet() {
    BackupSummary summary =
        read("{\"message_type\":\"summary\",\"files_new\":1,\"data_added\":5,"
                + "\"data_added_packed\":3,\"from_tomorrow\":{\"a\":[1]},"
                + "\"backup_start\":\"2026-01-01T02:00:00.5+01:00\","
                + "\"backup_end\":\"2026-01-01T02:00:02+01:00\",\"snapshot_id\":\""
                + "ab".repeat(32)
                + "\"}")
            .summary()
            .orElseThrow();

    assertThat(summary.took()).isEqualTo(Duration.ofMillis(1500));
    assertThat(summary.snapshot()).isEqualTo("ab".repeat(32));
    assertThat(summary.totalFiles()).isZero();
  }

  @Test
  void withoutASummaryThereIsNone() {
    assertThat(read(STATUS, "no output of restic", "{\"message_type\":\"summary\"").summary())
        .isEmpty();
    assertThat(read().summary()).isEmpty();
  }

  @Test
  void theProgressIsTheNewestAndDoesNotNameFiles() {
    assertThat(read("{\"message_type\":\"status\",\"percent_done\":0}", STATUS).progress())
        .contains(
            new BackupProgress(75, 60037, 80037, 10, 11, 1, Optional.of(Duration.ofSeconds(3))));
    assertThat(read(STATUS).progress().toString()).doesNotContain("secret");
    assertThat(read("{\"message_type\":\"status\",\"percent_done\":1e9}").progress())
        .hasValueSatisfying(progress -> assertThat(progress.percent()).isEqualTo(100));
  }

  @Test
  void filesThatCouldNotBeReadAreNamedInEveryVersionsShape() {
    assertThat(
            read(
                    "{\"message_type\":\"error\",\"error\":{\"Op\":\"open\",\"Path\":\"a\","
                        + "\"Err\":13},\"during\":\"archival\",\"item\":\"/a\"}",
                    "{\"message_type\":\"error\",\"error\":{\"message\":\"read /b: input/output"
                        + " error\"},\"during\":\"archival\",\"item\":\"/b\"}",
                    "{\"message_type\":\"error\",\"error\":{},\"during\":\"scan\",\"item\":\"/c\"}",
                    "{\"message_type\":\"error\",\"error\":{\"Err\":999},\"item\":\"/d\"}",
                    "/opt/new does not exist, skipping",
                    "/opt/shut cannot be accessed, skipping")
                .unreadable())
        .isEqualTo(
            new UnreadableFiles(
                List.of(
                    new UnreadableFile("/a", "permission denied"),
                    new UnreadableFile("/b", "read /b: input/output error"),
                    new UnreadableFile("/c", "could not be read"),
                    new UnreadableFile("/d", "error 999 of the system"),
                    new UnreadableFile("/opt/new", "does not exist"),
                    new UnreadableFile("/opt/shut", "cannot be accessed")),
                6));
  }

  @Test
  void garbageIsSkippedAndCounted() {
    String huge =
        "{\"message_type\":\"summary\",\"a\":\"" + "x".repeat(OutputLines.LONGEST) + "\"}";

    BackupOutput output = read("open repository", "", "{", "[1]", "{\"a\":1}", huge, SUMMARY);

    assertThat(output.skipped()).isEqualTo(5);
    assertThat(output.summary()).isPresent();
  }

  @Test
  void ofManyUnreadableFilesTheFirstAreKept() {
    var output = new BackupOutput();
    IntStream.range(0, 5_000)
        .mapToObj(number -> "/a/%d does not exist, skipping".formatted(number))
        .forEach(output);

    assertThat(output.unreadable().first()).hasSize(1000);
    assertThat(output.unreadable().count()).isEqualTo(5_000);
  }
}
