package skep.deploy.restic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestoreOutputTest {
  private static RestoreOutput read(String... lines) {
    var output = new RestoreOutput();
    List.of(lines).forEach(output);
    return output;
  }

  @Test
  void theSummaryOfOneThatIsWholeCountsWhatWasThereAlready() {
    RestoreSummary summary =
        read("{\"message_type\":\"summary\",\"seconds_elapsed\":2,\"total_files\":10,"
                + "\"files_restored\":7,\"files_skipped\":3,\"total_bytes\":100,"
                + "\"bytes_restored\":60,\"bytes_skipped\":40}")
            .summary()
            .orElseThrow();

    assertThat(summary).isEqualTo(new RestoreSummary(7, 10, 60, 100, 3, Duration.ofSeconds(2)));
    assertThat(summary.isWhole()).isTrue();
  }

  @Test
  void oneWithFilesMissingIsNotWhole() {
    assertThat(
            read("{\"message_type\":\"summary\",\"total_files\":10,\"files_restored\":9}")
                .summary()
                .orElseThrow()
                .isWhole())
        .isFalse();
  }

  @Test
  void theTimeLeftIsReckonedFromTheTimeItTook() {
    RestoreProgress progress =
        read("{\"message_type\":\"status\",\"seconds_elapsed\":10,\"percent_done\":0.25,"
                + "\"total_files\":4,\"files_restored\":1,\"total_bytes\":400,"
                + "\"bytes_restored\":100}")
            .progress()
            .orElseThrow();

    assertThat(progress).isEqualTo(new RestoreProgress(25, 100, 400, 1, 4, Duration.ofSeconds(10)));
    assertThat(progress.remaining()).contains(Duration.ofSeconds(30));
    assertThat(
            read("{\"message_type\":\"status\",\"percent_done\":0}")
                .progress()
                .orElseThrow()
                .remaining())
        .isEmpty();
  }

  @Test
  void anOldResticSaysNothingAtTheEndAndNamesWhatFailed() {
    RestoreOutput output =
        read(
            "restoring <Snapshot 59b6334e of [/src] at 2026-01-02 by root@n1> to /to",
            "ignoring error for /data/n1-1: ciphertext verification failed",
            "Fatal: There were 1 errors");

    assertThat(output.summary()).isEmpty();
    assertThat(output.failed().first())
        .containsExactly(new UnreadableFile("/data/n1-1", "ciphertext verification failed"));
    assertThat(output.skipped()).isEqualTo(2);
  }

  @Test
  void aNewerOneNamesWhatFailedAsAMessage() {
    assertThat(
            read("{\"message_type\":\"error\",\"error\":{\"message\":\"no space left on"
                    + " device\"},\"during\":\"restore\",\"item\":\"/a\"}")
                .failed()
                .first())
        .containsExactly(new UnreadableFile("/a", "no space left on device"));
  }
}
