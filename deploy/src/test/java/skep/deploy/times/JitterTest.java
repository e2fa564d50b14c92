package skep.deploy.times;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JitterTest {
  private static final Duration MAX = Duration.ofMinutes(10);

  @Test
  void aNodeAlwaysBeginsAtItsOwnMoment() {
    assertThat(Jitter.of("core", "node-1", MAX))
        .isEqualTo(Jitter.of("core", "node-1", MAX))
        .isNotEqualTo(Jitter.of("core", "node-2", MAX))
        .isNotEqualTo(Jitter.of("apps", "node-1", MAX));
    assertThat(Jitter.of("a", "bc", MAX)).isNotEqualTo(Jitter.of("ab", "c", MAX));
  }

  @Test
  void theNodesAreSpreadOverAllOfTheTime() {
    Map<Long, Long> minutes =
        IntStream.range(0, 10_000)
            .mapToObj(i -> Jitter.of("core", "node-" + i, MAX).toMinutes())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(minutes.keySet()).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(minutes.values()).allSatisfy(nodes -> assertThat(nodes).isBetween(850L, 1150L));
  }

  @Test
  void withoutJitterAllBeginAtOnce() {
    assertThat(Jitter.of("core", "node-1", Duration.ZERO)).isZero();
  }
}
