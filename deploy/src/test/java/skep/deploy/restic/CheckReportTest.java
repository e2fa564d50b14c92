package skep.deploy.restic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckReportTest {
  private static final String A = "a1".repeat(32);
  private static final String B = "b2".repeat(32);
  private static final String C = "c3".repeat(32);

  private static CheckReport report(int status, String... lines) {
    return CheckReport.of(status, List.of(lines).iterator());
  }

  private static String message(String text) {
    return "{\"message_type\":\"error\",\"message\":\"%s\"}".formatted(text);
  }

  @Test
  void itIsHealthyOnlyByResticsWord() {
    assertThat(report(0, "load indexes", "", "no errors were found").isHealthy()).isTrue();
    assertThat(report(0, "{\"message_type\":\"summary\",\"num_errors\":0}").isHealthy()).isTrue();

    assertThat(report(0).isHealthy()).isFalse();
    assertThat(report(0, "load indexes", "check all packs").isHealthy()).isFalse();
    assertThat(report(1, "no errors were found").isHealthy()).isFalse();
    assertThat(report(0, "{\"message_type\":\"summary\"}").isHealthy()).isFalse();
    assertThat(report(0, "{\"message_type\":\"summary\",\"num_errors\":2}").isHealthy()).isFalse();
    assertThat(report(0, "pack " + A + ": does not exist", "no errors were found").isHealthy())
        .isFalse();
  }

  @Test
  void aCheckThatDidNotComeToItsEndSaysNothingOfTheRepository() {
    CheckReport locked =
        report(
            1, "unable to create lock in backend: repository is already locked by PID 1 on a by b");

    assertThat(locked.isHealthy()).isFalse();
    assertThat(locked.isDamaged()).isFalse();
    assertThat(locked.words())
        .isEqualTo(
            "the check did not come to its end: another run has locked the repository; wait for"
                + " that run; Skep removes a lock whose owner is proven to be gone");
    assertThat(report(137, "load indexes").words()).contains("ended from outside");
  }

  @Test
  void packsAreNamedWithWhatIsWrongWithThem() {
    CheckReport report =
        report(
            1,
            "pack " + A + ": does not exist",
            "pack " + A + " failed to download: StreamPack: no such file",
            "Pack ID does not match, want " + B + ", got " + A,
            "pack " + C + ": unexpected file size: got 10, expected 20",
            "Fatal: repository contains errors");

    assertThat(report.packs())
        .isEqualTo(
            Map.of(
                A, new PackFault.Missing(),
                B, new PackFault.Content(),
                C, new PackFault.Size(10, 20)));
    assertThat(report.words()).isEqualTo("damaged in the repository: 3 packs");
    assertThat(report.packs().values())
        .extracting(PackFault::words)
        .containsExactly("does not exist", "is damaged", "has 10 bytes instead of 20");
  }

  @Test
  void newerVersionsNameTheBlobsToo() {
    CheckReport report =
        report(
            1,
            message(
                "pack "
                    + A
                    + " contains 2 errors: [blob "
                    + B
                    + ": decrypting blob failed"
                    + " unexpected pack id "
                    + C
                    + "]"),
            "{\"message_type\":\"summary\",\"num_errors\":1,\"broken_packs\":[\""
                + A
                + "\"],"
                + "\"suggest_repair_index\":true,\"suggest_prune\":true}",
            "{\"message_type\":\"exit_error\",\"code\":1,\"message\":\"Fatal: repository contains"
                + " errors\"}");

    assertThat(report.packs()).isEqualTo(Map.of(A, new PackFault.Content()));
    assertThat(report.blobs()).containsExactly(B);
    assertThat(report.hints()).containsExactly("restic repair index", "restic prune");
  }

  @Test
  void treesBlobsSnapshotsAndIndexesAreFoundInEitherForm() {
    CheckReport report =
        report(
            1,
            "error for tree 751429ac:",
            "  tree " + A + ": file \"n1-1\" blob " + B + " not found in index",
            message("error for tree 394b917b:\\n"),
            "  decrypting blob " + C + " failed: ciphertext verification failed",
            "error: load <snapshot/3f9a4df4b7>: invalid data returned",
            message("snapshot error " + C + ": invalid"),
            "error: failed to load snapshot 0ad2e899: invalid",
            "error: error loading index " + A + ": load <index/a1a1a1a1a1>: invalid data");

    assertThat(report.trees()).containsExactly("394b917b", "751429ac");
    assertThat(report.blobs()).containsExactly(B);
    assertThat(report.snapshots()).containsExactly("0ad2e899", "3f9a4df4b7", C);
    assertThat(report.indexes()).containsExactly(A);
    assertThat(report.words())
        .isEqualTo(
            "damaged in the repository: 1 contents, 2 folders, 1 indexes, 3 snapshot objects");
  }

  @Test
  void packsThatNoIndexKnowsAreHarmlessByThemselves() {
    CheckReport report =
        report(
            0,
            "pack " + A + ": not referenced in any index",
            "1 additional files were found in the repo, which likely contain duplicate data.",
            "This is non-critical, you can run `restic prune` to correct this.",
            "no errors were found");

    assertThat(report.isHealthy()).isTrue();
    assertThat(report.orphans()).containsExactly(A);
    assertThat(report.hints())
        .containsExactly("This is non-critical, you can run `restic prune` to correct this.");
  }

  @Test
  void aFilesNameIsNoVerdict() {
    assertThat(
            report(
                    0,
                    "  tree " + A + ": file \"no errors were found\" blob " + B + " has nil",
                    "x no errors were found")
                .isHealthy())
        .isFalse();
  }
}
