package skep.commands.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  @Test
  void barsBeginAtNothingSoThatHalfIsHalfAsHigh() {
    assertThat(Measures.bars(List.of(0L, 50L, 100L, 98L))).isEqualTo("▁▅██");
    assertThat(Measures.bars(List.of(0L, 0L))).isEqualTo("▁▁");
  }
}
