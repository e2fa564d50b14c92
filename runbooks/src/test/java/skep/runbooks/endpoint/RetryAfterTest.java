package skep.runbooks.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.core.http.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private static Optional<Duration> of(String... headers) {
    Headers.Builder all = Headers.builder();
    for (int at = 0; at < headers.length; at += 2) {
      all.put(headers[at], headers[at + 1]);
    }
    return RetryAfter.of(all.build(), NOW);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "30 | PT30S",
        "7.66 | PT7.66S",
        " 5  | PT5S",
        "0.2 | PT1S",
        "Sun, 29 Nov 2026 12:01:30 GMT | PT1M30S",
        "Sun, 29 Nov 2026 11:00:00 GMT | PT1S",
        "2m59.56s | PT2M59.56S",
        "1d2h3m4.5s | PT26H3M4.5S",
        "250ms | PT1S",
      })
  void whatIsSaidIsUnderstood(String value, Duration wait) {
    assertThat(of("Retry-After", value)).contains(wait);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "-1",
        "1e9",
        "99999999999999",
        "5 m",
        "m5",
        "Sun, 41 Nov 2026 12:00:00 GMT"
      })
  void whatIsNoTimeIsNone(String value) {
    assertThat(of("retry-after", value)).isEmpty();
  }

  @Test
  void aDateIsCountedFromTheServersOwnWhereItTellsIt() {
    assertThat(
            of(
                "retry-after", "Sun, 29 Nov 2026 18:01:30 GMT",
                "date", "Sun, 29 Nov 2026 18:00:00 GMT"))
        .contains(Duration.ofSeconds(90));
  }

  @Test
  void theLimitThatIsReachedIsTheOneThatCounts() {
    String[] both = {
      "x-ratelimit-remaining-requests", "12",
      "x-ratelimit-reset-requests", "2h",
      "x-ratelimit-reset-tokens", "7.66s"
    };
    assertThat(of(both)).contains(Duration.ofMillis(7_660));
    both[1] = "0";
    assertThat(of(both)).contains(Duration.ofHours(2));
    assertThat(of("x-ratelimit-reset-requests", "3s")).contains(Duration.ofSeconds(3));
    assertThat(of()).isEmpty();
  }
}
