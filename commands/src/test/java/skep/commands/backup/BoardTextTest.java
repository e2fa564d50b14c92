package skep.commands.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static skep.deploy.backup.board.Runs.NOW;
import static skep.deploy.backup.board.Runs.ago;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import skep.deploy.backup.History;
import skep.deploy.backup.Verdict;
import skep.deploy.backup.board.Board;
import skep.deploy.backup.board.BoardInput;
import skep.deploy.backup.board.Runs;

class BoardTextTest {
  private static BoardInput.Source source(String name, String... nodes) {
    return new BoardInput.Source(
        name, Set.of(nodes), Optional.of(NOW.plus(Duration.ofHours(18))), Optional.of(ago(30)));
  }

  private static String text(BoardInput.Source source, History... histories) {
    return BoardText.of(Board.of(new BoardInput(List.of(histories), List.of(source), NOW)), NOW);
  }

  @Test
  void oneSourceThatIsFreshIsThreeLines() {
    History core =
        Runs.of("core")
            .backup("n1", 53, Verdict.GOOD, "a", 1_000_000_000)
            .test("n1", 50, Verdict.GOOD, "a")
            .backup("n1", 29, Verdict.GOOD, "b", 1_000_000_000)
            .backup("n1", 5, Verdict.GOOD, "c", 1_200_000_000)
            .history();
    History repository = Runs.of(History.REPOSITORY).check(3, Verdict.GOOD).history();
    assertThat(text(source("core", "n1"), core, repository))
        .isEqualTo(
            """
            *Backups*: all 1 fresh
            • Repository: checked 3 h ago, nothing wrong
            • `core` on `n1`: 5 h ago `c0000000`, 1.2 GB `▇▇█` (+20 %), verified: that of 2 d ago, restored in 3 min 12 s, next in 18 h\
            """);
  }

  @Test
  void whatTheRepositoryTakesUpIsShownAsItGrew() {
    History repository =
        Runs.of(History.REPOSITORY)
            .check(51, Verdict.GOOD, 2_000_000_000)
            .check(27, Verdict.GOOD, 2_000_000_000)
            .check(3, Verdict.GOOD, 2_500_000_000L)
            .history();

    assertThat(text(source("core", "n1"), Runs.of("core").good("n1", 5, "a").history(), repository))
        .contains("• Repository: checked 3 h ago, nothing wrong, 2.5 GB `▇▇█` (+25 %)\n");
  }

  @Test
  void whatEachSourceTakesUpInItIsShownTheLargestFirst() {
    History apps = Runs.of("apps").good("n1", 5, "b").check(3, Verdict.GOOD, 400_000_000).history();
    History core =
        Runs.of("core")
            .good("n1", 5, "a")
            .check(27, Verdict.GOOD, 1_000_000_000)
            .check(3, Verdict.GOOD, 1_100_000_000)
            .history();
    History repository =
        Runs.of(History.REPOSITORY).check(3, Verdict.GOOD, 1_500_000_000).history();

    assertThat(text(source("core", "n1"), apps, core, repository))
        .contains("nothing wrong, 1.5 GB; needed by `core` 1.1 GB `▇█` (+10 %), `apps` 400 MB\n");
    History later = Runs.of(History.REPOSITORY).check(1, Verdict.GOOD, 1_500_000_000).history();
    assertThat(text(source("core", "n1"), apps, core, later))
        .as("the newest check did not count it")
        .contains("nothing wrong, 1.5 GB\n");
  }

  @Test
  void aDamagedSnapshotIsToldWithTheNewestGoodOne() {
    History core =
        Runs.of("core")
            .good("n1", 53, "a")
            .test("n1", 50, Verdict.GOOD, "a")
            .good("n1", 29, "b")
            .good("n1", 5, "c")
            .history("c");
    assertThat(text(source("core", "n1"), core))
        .startsWith("*Backups*: 0 of 1 fresh, 1 damaged\n")
        .contains(
            ":x: `core` on `n1`: *damaged*: snapshot `c0000000` of 5 h ago; newest good: `b0000000`, 29 h ago, newest verified: `a0000000`\n");
  }

  @Test
  void aFailedRunSaysWhyAndThatItIsLate() {
    History core =
        Runs.of("core").good("n1", 31, "a").backup("n1", 5, Verdict.FAILED, "", 0).history();
    assertThat(text(source("core", "n1"), core))
        .contains(
            ":x: `core` on `n1`: *failed* 5 h ago: `it was failed`; *late*; newest good: `a0000000`, 31 h ago\n");
  }

  @Test
  void aFailedRestoreTestIsNotHiddenBehindAFreshBackup() {
    History core = Runs.of("core").good("n1", 5, "a").test("n1", 4, Verdict.FAILED, "a").history();
    assertThat(text(source("core", "n1"), core))
        .contains(
            ":warning: `core` on `n1`: backed up; *restore test failed* 4 h ago: `3 files differ`; newest good: `a0000000`, 5 h ago\n");
  }

  @Test
  void aRepositoryWhoseCheckFailedSaysWhenItWasGood() {
    History repository =
        Runs.of(History.REPOSITORY).check(40, Verdict.GOOD).check(3, Verdict.FAILED).history();
    assertThat(text(source("core", "n1"), repository))
        .contains(
            ":x: Repository: the check 3 h ago says `a pack is missing`; the last good one was 40 h ago")
        .contains(":x: `core` on `n1`: *never backed up*; no good snapshot");
  }

  @Test
  void withoutAnySourceItSaysWhatToWrite() {
    assertThat(BoardText.of(Board.of(new BoardInput(List.of(), List.of(), NOW)), NOW))
        .startsWith(
            "*Backups*: nothing is backed up. Name what should be under `backup: sources:`");
  }

  @Test
  void namesAndReasonsOfOthersOnlyShow() {
    History hostile = Runs.of("x` *@all*\n```").good("n`1", 5, "a").history();
    assertThat(text(source("x` *@all*\n```", "n`1"), hostile))
        .contains("`x' *@all*⏎'''` on `n'1`: 5 h ago");
  }

  @Test
  void whatIsNoLongerBackedUpIsOneLine() {
    History core = Runs.of("core").good("n1", 5, "a").good("n2", 900, "b").history();
    assertThat(text(source("core", "n1"), core)).endsWith("• No longer backed up: `core` on `n2`");
  }

  @Test
  void twentySourcesOnThreeNodesAreALineEachAndFitTwoMessages() {
    List<History> histories = new ArrayList<>();
    List<BoardInput.Source> sources = new ArrayList<>();
    for (int i = 10; i < 30; i++) {
      String name = "source-with-a-name-" + i;
      Runs runs = Runs.of(name);
      for (String node : List.of("n1", "n2", "n3")) {
        runs.good(node, 5, "a").test(node, 4, Verdict.GOOD, "a");
        if (i < 20) {
          runs.backup(node, 3, Verdict.PARTIAL, "b", 10);
        }
      }
      histories.add(runs.history());
      sources.add(source(name, "n1", "n2", "n3"));
    }
    String text = BoardText.of(Board.of(new BoardInput(histories, sources, NOW)), NOW);
    assertThat(text)
        .startsWith("*Backups*: 30 of 60 fresh, 30 partial\n")
        .contains("\n• and 18 more\n")
        .contains(
            "• `source-with-a-name-29` on 3 nodes: 5 h ago, 3.0 MB, verified: that of 5 h ago, restored in 3 min 12 s, next in 18 h");
    assertThat(text.lines()).hasSize(1 + 13 + 1 + 20);
    assertThat(text).hasSizeLessThan(9_000);
  }
}
