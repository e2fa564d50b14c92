package skep.deploy.backup.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import skep.deploy.backup.History;
import skep.deploy.backup.Verdict;

class TimelineTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 10);

  private static LocalDate daysAgo(int days) {
    return TODAY.minusDays(days);
  }

  @Test
  void aDayWithoutASnapshotHasTheSizeOfTheOneBefore() {
    History core =
        Runs.of("core")
            .backup("n1", 50, Verdict.GOOD, "a", 100)
            .backup("n1", 26, Verdict.FAILED, "", 0)
            .backup("n1", 2, Verdict.GOOD, "b", 300)
            .history();
    Timeline n1 = Timeline.byNode(core, daysAgo(3), TODAY).getFirst();
    assertThat(n1.bytes())
        .containsExactlyEntriesOf(
            new TreeMap<>(Map.of(daysAgo(2), 100L, daysAgo(1), 100L, TODAY, 300L)));
    assertThat(n1.took()).containsOnlyKeys(daysAgo(2), TODAY);
  }

  @Test
  void whatRanBeforeTheFirstDayStillHasItsSizeOnIt() {
    History core = Runs.of("core").backup("n1", 240, Verdict.GOOD, "a", 100).history();
    assertThat(Timeline.byNode(core, daysAgo(1), TODAY).getFirst().bytes())
        .containsOnlyKeys(daysAgo(1), TODAY);
  }

  @Test
  void aSnapshotOfLongAgoCountsNoMore() {
    History core = Runs.of("core").backup("n1", 24 * 50, Verdict.GOOD, "a", 100).history();
    assertThat(Timeline.byNode(core, daysAgo(1), TODAY)).isEmpty();
  }

  @Test
  void nodesOfASourceAreAddedAndTheSlowestCounts() {
    History core =
        Runs.of("core")
            .backup("n1", 2, Verdict.GOOD, "a", 100)
            .backup("n2", 2, Verdict.GOOD, "b", 20)
            .history();
    Timeline all = Timeline.bySource(List.of(core), TODAY, TODAY).getFirst();
    assertThat(all.name()).isEqualTo("core");
    assertThat(all.bytes()).containsEntry(TODAY, 120L);
    assertThat(all.took()).containsEntry(TODAY, Duration.ofSeconds(90));
  }

  @Test
  void theSmallestOfManyAreSummed() {
    List<History> sources =
        IntStream.rangeClosed(1, 10)
            .mapToObj(n -> Runs.of("s" + n).backup("n1", 2, Verdict.GOOD, "a", n).history())
            .toList();
    List<Timeline> shown = Timeline.atMost(8, Timeline.bySource(sources, TODAY, TODAY));
    assertThat(shown)
        .extracting(Timeline::name)
        .containsExactly("s10", "s9", "s8", "s7", "s6", "s5", "s4", "3 others, summed");
    assertThat(shown.getLast().bytes()).containsEntry(TODAY, 6L);
    assertThat(shown.getLast().took()).containsEntry(TODAY, Duration.ofSeconds(270));
  }

  @Test
  void theRepositoryIsNoSource() {
    History repository = Runs.of(History.REPOSITORY).check(2, Verdict.GOOD).history();
    assertThat(Timeline.bySource(List.of(repository), TODAY, TODAY)).isEmpty();
  }
}
