package skep.deploy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a restore test runs out of space; needs root, as all that mounts. */
final class FullDiskTest {
  @TempDir private Path folder;

  @Test
  void aRestoreTestThatFillsTheDiskFailsSaysSoAndLeavesNothing() throws Exception {
    LocalBackups local = new LocalBackups(folder);
    local.write("large", "0123456789abcdef".repeat(100_000));
    assertThat(local.done(RunKind.BACKUP).isGood()).isTrue();
    Path scratch = folder.resolve("scratch");
    run("mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", scratch.toString());
    try {
      Report report = local.done(RunKind.RESTORE_TEST);

      assertThat(report.isGood()).isFalse();
      assertThat(report.entries().getFirst().why()).contains("no space left on device");
      assertThat(scratch).isEmptyDirectory();
      assertThat(local.backups.histories().get("core").newestVerified(LocalBackups.HOST)).isEmpty();
    } finally {
      run("umount", scratch.toString());
    }
    assertThat(local.done(RunKind.RESTORE_TEST).isGood()).isTrue();
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
        .as("%s", List.of(command))
        .isZero();
  }
}
