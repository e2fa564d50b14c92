package skep.deploy.backup.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static skep.deploy.backup.board.Runs.id;

import java.util.List;
import org.junit.jupiter.api.Test;
import skep.deploy.backup.History;
import skep.deploy.backup.Verdict;

class SnapshotTest {
  private final History core =
      Runs.of("core")
          .good("n1", 29, "a")
          .test("n1", 28, Verdict.GOOD, "a")
          .backup("n1", 5, Verdict.PARTIAL, "b", 900)
          .backup("n1", 4, Verdict.FAILED, "", 0)
          .history();
  private final History apps = Runs.of("apps").good("n2", 6, "c").history("a");

  @Test
  void theNewestComesFirstWhateverItsSource() {
    assertThat(Snapshot.of(List.of(core, apps), _ -> true))
        .extracting(Snapshot::id, Snapshot::source, Snapshot::verified, Snapshot::damaged)
        .containsExactly(
            tuple(id("b"), "core", false, false),
            tuple(id("c"), "apps", false, false),
            tuple(id("a"), "core", true, true));
  }

  @Test
  void whatTheRepositoryForgotIsNotListed() {
    assertThat(Snapshot.of(List.of(core, apps), id("c")::equals))
        .extracting(Snapshot::id)
        .containsExactly(id("c"));
  }
}
