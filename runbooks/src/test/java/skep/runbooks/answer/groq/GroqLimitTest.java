package skep.runbooks.answer.groq;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import skep.runbooks.answer.LanguageModel.TroubleException;
import skep.runbooks.answer.LanguageModel.Turn;
import skep.runbooks.endpoint.GroqReply;

/** A model that is asked too much is left alone for as long as it wants, and no longer. */
class GroqLimitTest extends OnGroqBench {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retry-after | 12 | PT12S | 12 seconds",
        "retry-after | 7.66 | PT7.66S | 8 seconds",
        "retry-after | 0 | PT1S | 1 second",
        "retry-after | 86400 | PT10M | 10 minutes at the earliest",
        "retry-after | 999999999 | PT10M | 10 minutes at the earliest",
        "x-ratelimit-reset-tokens | 2m59.56s | PT2M59.56S | 3 minutes",
        "x-ratelimit-reset-tokens | 582ms | PT1S | 1 second",
        "x-ratelimit-reset-requests | 1h2m3s | PT10M | 10 minutes at the earliest",
      })
  void aLimitThatIsReached(String header, String value, Duration again, String words) {
    TroubleException trouble =
        bench.trouble(GroqReply.refuses(429, "rate_limit_exceeded", "Limit 8000", header, value));
    assertThat(trouble).hasMessage("the limit of 127.0.0.1 is reached; ask again in " + words);
    assertThat(trouble.again()).contains(again);
    assertThat(bench.groq.heard()).hasSize(1);
  }

  @Test
  void aLimitUntilADateIsCountedByTheServersOwnClock() {
    bench.groq.replies(
        GroqReply.refuses(
            429, "rate_limit_exceeded", "Limit", "retry-after", inSeconds(Instant.now(), 90)));
    assertThat(bench.trouble(bench.model()).again().orElseThrow())
        .isBetween(Duration.ofSeconds(80), Duration.ofSeconds(91));
  }

  private static String inSeconds(Instant from, int seconds) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        from.plusSeconds(seconds).atOffset(ZoneOffset.UTC));
  }

  @Test
  void aLimitThatSaysNotForHowLong() {
    for (String value : List.of("soon", "-5", "")) {
      TroubleException trouble =
          bench.trouble(
              GroqReply.refuses(429, "rate_limit_exceeded", "Limit", "retry-after", value));
      assertThat(trouble).hasMessage("the limit of 127.0.0.1 is reached for now");
      assertThat(trouble.again()).isEmpty();
    }
  }

  @Test
  void whoWantsToBeLeftAloneIsUntilThen() {
    bench.groq.replies(
        GroqReply.refuses(429, "rate_limit_exceeded", "Limit", "retry-after", "60"),
        GroqReply.says("Ready."));
    GroqModel model = bench.model();
    assertThat(bench.trouble(model).again()).contains(Duration.ofSeconds(60));
    bench.now.set(GroqBench.NOON.plusSeconds(20));
    TroubleException still = bench.trouble(model);
    assertThat(still).hasMessage("the limit of 127.0.0.1 is reached; ask again in 40 seconds");
    assertThat(still.again()).contains(Duration.ofSeconds(40));
    assertThat(bench.groq.heard()).hasSize(1);
    bench.now.set(GroqBench.NOON.plusSeconds(61));
    assertThat(bench.ask(model)).isInstanceOf(Turn.Text.class);
  }

  @Test
  void aClockThatIsSetBackKeepsNobodyAway() {
    bench.groq.replies(
        GroqReply.refuses(429, "rate_limit_exceeded", "Limit", "retry-after", "60"),
        GroqReply.says("Ready."));
    GroqModel model = bench.model();
    assertThat(bench.trouble(model)).isNotNull();
    bench.now.set(GroqBench.NOON.minusSeconds(3_600));
    assertThat(bench.ask(model)).isInstanceOf(Turn.Text.class);
  }

  @ParameterizedTest
  @CsvSource({"500", "502", "503", "498", "504"})
  void whatPassesIsTriedOnceMoreAndNotTwice(int status) {
    GroqReply broken = GroqReply.refuses(status, "internal_server_error", "oops");
    bench.groq.replies(broken, GroqReply.says("Ready."));
    assertThat(bench.ask(bench.model())).isInstanceOf(Turn.Text.class);
    assertThat(bench.trouble(broken)).hasMessageMatching("127.0.0.1 is (out of order .*|too busy)");
    assertThat(bench.groq.heard()).hasSize(4);
  }

  @Test
  void whoIsBusyUntilATimeIsLeftAlone() {
    TroubleException trouble =
        bench.trouble(GroqReply.refuses(503, "over_capacity", "busy", "retry-after", "30"));
    assertThat(trouble).hasMessage("127.0.0.1 is too busy; ask again in 30 seconds");
    assertThat(trouble.again()).contains(Duration.ofSeconds(30));
    assertThat(bench.groq.heard()).hasSize(1);
  }
}
