package skep.deploy.backup.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static skep.deploy.backup.board.Runs.NOW;
import static skep.deploy.backup.board.Runs.ago;
import static skep.deploy.backup.board.Runs.id;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import skep.deploy.backup.Entry;
import skep.deploy.backup.History;
import skep.deploy.backup.Verdict;

class BoardTest {
  private static final Instant NEXT = NOW.plus(Duration.ofHours(18));

  private static BoardInput.Source core(String... nodes) {
    return new BoardInput.Source("core", Set.of(nodes), Optional.of(NEXT), Optional.of(ago(30)));
  }

  private static Row row(History history) {
    return board(history).rows().getFirst();
  }

  private static Board board(History history) {
    return Board.of(new BoardInput(List.of(history), List.of(core("n1")), NOW));
  }

  @Test
  void aRecentGoodBackupIsFreshAndItsAgeIsWhatWouldBeLost() {
    Row row = row(Runs.of("core").good("n1", 29, "a").good("n1", 5, "b").history());
    assertThat(row.state()).isEqualTo(State.FRESH);
    assertThat(row.isTrouble()).isFalse();
    assertThat(row.age()).contains(Duration.ofHours(5));
    assertThat(row.next()).contains(NEXT);
    assertThat(row.verified()).isEmpty();
    assertThat(row.restoreTime()).isEmpty();
  }

  @Test
  void aNodeWithoutAnyBackupIsNever() {
    Row row = row(History.empty("core"));
    assertThat(row.node()).isEqualTo("n1");
    assertThat(row.state()).isEqualTo(State.NEVER);
    assertThat(row.late()).isTrue();
    assertThat(row.trend()).isEmpty();
  }

  @Test
  void aSnapshotThatIsPartialIsNotTheNewestGoodOne() {
    Row row =
        row(
            Runs.of("core")
                .good("n1", 29, "a")
                .backup("n1", 5, Verdict.PARTIAL, "b", 900_000)
                .history());
    assertThat(row.state()).isEqualTo(State.PARTIAL);
    assertThat(row.good().map(Entry::snapshot)).contains(id("a"));
    assertThat(row.last().map(Entry::snapshot)).contains(id("b"));
    assertThat(row.age()).contains(Duration.ofHours(29));
  }

  @Test
  void aDamagedSnapshotIsNeitherGoodNorVerified() {
    Row row =
        row(
            Runs.of("core")
                .good("n1", 53, "a")
                .test("n1", 50, Verdict.GOOD, "a")
                .good("n1", 29, "b")
                .good("n1", 5, "c")
                .test("n1", 4, Verdict.GOOD, "c")
                .history("c"));
    assertThat(row.state()).isEqualTo(State.DAMAGED);
    assertThat(row.good().map(Entry::snapshot)).contains(id("b"));
    assertThat(row.verified().map(Entry::snapshot)).contains(id("a"));
    assertThat(row.damaged()).extracting(Entry::snapshot).containsExactly(id("c"));
  }

  @Test
  void whatTheRepositorysCheckFoundDamagedCountsForEverySource() {
    History repository = Runs.of(History.REPOSITORY).check(3, Verdict.FAILED).history("b");
    History core = Runs.of("core").good("n1", 29, "a").good("n1", 5, "b").history();
    Board board = Board.of(new BoardInput(List.of(core, repository), List.of(core("n1")), NOW));
    assertThat(board.rows()).singleElement().extracting(Row::state).isEqualTo(State.DAMAGED);
    assertThat(board.repository().damaged()).containsExactly(id("b"));
    assertThat(board.repository().check().map(Entry::verdict)).contains(Verdict.FAILED);
    assertThat(board.repository().goodCheck()).isEmpty();
  }

  @Test
  void withoutASuccessSinceItWasDueItIsLate() {
    Row row = row(Runs.of("core").good("n1", 31, "a").history());
    assertThat(row.state()).isEqualTo(State.LATE);
    assertThat(row.late()).isTrue();
  }

  @Test
  void aFailedRunIsWorseThanALateOneAndBothAreKnown() {
    Row row =
        row(Runs.of("core").good("n1", 31, "a").backup("n1", 5, Verdict.FAILED, "", 0).history());
    assertThat(row.state()).isEqualTo(State.FAILED);
    assertThat(row.late()).isTrue();
    assertThat(row.trend().orElseThrow().bytes()).isEqualTo(1_000_000);
  }

  @Test
  void aFailedRestoreTestIsTroubleThoughTheBackupIsFresh() {
    Row row =
        row(
            Runs.of("core")
                .good("n1", 29, "a")
                .test("n1", 28, Verdict.GOOD, "a")
                .good("n1", 5, "b")
                .test("n1", 4, Verdict.FAILED, "b")
                .history());
    assertThat(row.state()).isEqualTo(State.FRESH);
    assertThat(row.isTestFailed()).isTrue();
    assertThat(row.isTrouble()).isTrue();
    assertThat(row.verified().map(Entry::snapshot)).contains(id("a"));
    assertThat(row.restoreTime()).contains(Duration.ofSeconds(192));
  }

  @Test
  void aNodeThatIsNoMoreAndASourceThatIsNoMoreAreShownAsGone() {
    History core = Runs.of("core").good("n1", 5, "a").good("n2", 900, "b").history();
    History old = Runs.of("old").good("n1", 2_000, "c").history();
    Board board = Board.of(new BoardInput(List.of(old, core), List.of(core("n1")), NOW));
    assertThat(board.rows())
        .extracting(Row::source, Row::node, Row::state)
        .containsExactly(
            tuple("core", "n1", State.FRESH),
            tuple("core", "n2", State.GONE),
            tuple("old", "n1", State.GONE));
    assertThat(board.trouble()).isEmpty();
  }

  @Test
  void theNewestSizeIsComparedWithTheMedianOfTheTenBefore() {
    Runs runs = Runs.of("core").backup("n1", 300, Verdict.GOOD, "old", 1);
    for (int day = 10; day > 0; day--) {
      runs.backup("n1", day * 24, Verdict.GOOD, "d" + day, 1_000 + day);
    }
    SizeTrend trend =
        row(runs.backup("n1", 5, Verdict.GROWN, "e", 2_012).history()).trend().orElseThrow();
    assertThat(trend.median()).contains(1_006L);
    assertThat(trend.percent()).contains(100L);
    assertThat(trend.sizes()).hasSize(12).startsWith(1L).endsWith(1_001L, 2_012L);
  }

  @Test
  void aBackupFromTheFutureHasNoNegativeAge() {
    assertThat(row(Runs.of("core").good("n1", -2, "a").history()).age()).contains(Duration.ZERO);
  }

  @Test
  void theWorstComesFirst() {
    History core =
        Runs.of("core")
            .good("n1", 40, "a")
            .good("n2", 5, "b")
            .good("n3", 5, "c")
            .backup("n4", 3, Verdict.FAILED, "", 0)
            .history("c");
    Board board =
        Board.of(new BoardInput(List.of(core), List.of(core("n1", "n2", "n3", "n4")), NOW));
    assertThat(board.trouble()).extracting(Row::node).containsExactly("n3", "n4", "n1");
  }
}
