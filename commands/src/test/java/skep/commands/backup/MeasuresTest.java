package skep.commands.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuresTest {
  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1000,1.0 kB",
    "1234,1.2 kB",
    "9949,9.9 kB",
    "9960,10 kB",
    "999499,999 kB",
    "999600,1.0 MB",
    "34000000000,34 GB",
    "9223372036854775807,9.2 EB"
  })
  void aSizeHasTwoOrThreeDigitsAndAUnit(long bytes, String words) {
    assertThat(Measures.size(bytes)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "PT40S,40 s",
    "PT119S,119 s",
    "PT2M,2 min",
    "PT119M,119 min",
    "PT5H,5 h",
    "PT47H,47 h",
    "PT48H,2 d",
    "PT2000H,83 d"
  })
  void anAgeHasOneUnit(Duration age, String words) {
    assertThat(Measures.age(age)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"PT12S,12 s", "PT192S,3 min 12 s", "PT123M,2 h 3 min"})
  void aDurationHasTwo(Duration took, String words) {
    assertThat(Measures.took(took)).isEqualTo(words);
  }

  @Test
  void barsBeginAtNothingSoThatHalfIsHalfAsHigh() {
    assertThat(Measures.bars(List.of(0L, 50L, 100L, 98L))).isEqualTo("▁▅██");
    assertThat(Measures.bars(List.of(0L, 0L))).isEqualTo("▁▁");
  }
}
