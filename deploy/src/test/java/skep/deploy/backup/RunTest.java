package skep.deploy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunTest {
  private static final Instant NOW = Instant.parse("2026-11-29T05:00:00Z");
  private static final String LONG = "a-source-of-thirty-one-letters-";

  private static Run run(RunKind kind, String source) {
    return new Run(kind, source, NOW, Run.SCHEDULE, "0123456789abcdef", "");
  }

  @Test
  void runsOfOneMomentHaveIdsOfTheirOwnWhateverTheSourcesAreCalled() {
    List<String> sources =
        List.of("core", "t-core", "r-core", LONG + "1", LONG + "2", "_repository");
    List<String> ids =
        sources.stream()
            .flatMap(source -> Arrays.stream(RunKind.values()).map(kind -> run(kind, source).id()))
            .toList();

    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z0-9_T-]{1,43}"));
  }

  @Test
  void whatWasBegunBeforeYesterdayIsOldAndWhatIsNoRunsIsNot() {
    String id = run(RunKind.BACKUP, LONG + "1").id();

    assertThat(Run.isOld(id, NOW.plus(Duration.ofHours(40)))).isFalse();
    assertThat(Run.isOld(id, NOW.plus(Duration.ofDays(2)))).isTrue();
    assertThat(Run.isOld("skep-7k2qm", NOW)).isFalse();
    assertThat(Run.isOld("", NOW)).isFalse();
  }
}
