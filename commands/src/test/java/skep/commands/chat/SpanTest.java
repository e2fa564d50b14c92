package skep.commands.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {
  @ParameterizedTest
  @CsvSource({"PT12S,12 s", "PT192S,3 min 12 s", "PT123M,2 h 3 min"})
  void aDurationHasTwo(Duration took, String words) {
    assertThat(Span.words(took)).isEqualTo(words);
  }
}
