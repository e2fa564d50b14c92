package skep.commands.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.backup.board.Runs.NOW;

import java.util.List;
import org.junit.jupiter.api.Test;
import skep.deploy.backup.History;
import skep.deploy.backup.Verdict;
import skep.deploy.backup.board.Runs;
import skep.deploy.backup.board.Snapshot;

class SnapshotsTextTest {
  private static String text(History... histories) {
    return SnapshotsText.of(Snapshot.of(List.of(histories), _ -> true), NOW);
  }

  @Test
  void aSnapshotIsALineWithWhatIsNewInIt() {
    History core =
        Runs.of("core")
            .good("n1", 29, "a")
            .test("n1", 28, Verdict.GOOD, "a")
            .backup("n1", 5, Verdict.PARTIAL, "b", 34_000_000)
            .history();
    assertThat(text(core))
        .isEqualTo(
            """
            *2 snapshots*, the newest first:
            • `b0000000` 2026-11-10 03:00 UTC (5 h), `core` on `n1`: 1,200 files, 34 MB, 3.4 MB new, *partial*
            • `a0000000` 2026-11-09 03:00 UTC (29 h), `core` on `n1`: 1,200 files, 1.0 MB, 100 kB new, verified\
            """);
  }

  @Test
  void aDamagedOneIsNotCalledVerified() {
    History core =
        Runs.of("core").good("n1", 29, "a").test("n1", 28, Verdict.GOOD, "a").history("a");
    assertThat(text(core)).startsWith("*One snapshot*:\n:x: `a0000000`").endsWith("new, *damaged*");
  }

  @Test
  void hundredsAreCountedAndThoseOfOneSourceCanBeAskedFor() {
    Runs core = Runs.of("core");
    for (int hour = 1; hour <= 400; hour++) {
      core.good("n1", hour, "a" + hour);
    }
    assertThat(text(core.history()).lines()).hasSize(27).last().isEqualTo("• and 375 more");
    assertThat(text(core.history(), Runs.of("apps").good("n1", 2, "b").history()))
        .endsWith("• and 376 more; `/backup list <source>` lists those of one source")
        .hasSizeLessThan(4_500);
  }

  @Test
  void withoutAnyItSaysHowToMakeOne() {
    assertThat(text()).isEqualTo("There is no snapshot yet. `/backup now` makes the first.");
  }
}
