package skep.deploy.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
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
    assertThat(Words.bytes(bytes)).isEqualTo(words);
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
    assertThat(Words.time(age)).isEqualTo(words);
  }
}
