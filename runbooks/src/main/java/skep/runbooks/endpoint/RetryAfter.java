package skep.runbooks.endpoint;

import com.openai.core.http.Headers;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When a server wants to be asked again, as its headers say it. */
final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");

  /** As Groq writes the time until a limit is reset: {@code 2m59.56s}, {@code 582ms}. */
  private static final Pattern PERIOD =
      Pattern.compile("(?:\\d{1,9}(?:\\.\\d{1,9})?(?:ms|[dhms]))+");

  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|[dhms])");
  private static final Duration SHORTEST = Duration.ofSeconds(1);

  private RetryAfter() {}

  /**
   * @param now for a date, where the server does not tell what time it has itself
   * @return never less than a second, and nothing where it does not say
   */
  static Optional<Duration> of(Headers headers, Instant now) {
    return first(headers, "retry-after")
        .flatMap(value -> read(value, first(headers, "date").flatMap(RetryAfter::date).orElse(now)))
        .or(() -> reset(headers))
        .map(wait -> wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait);
  }

  private static Optional<Duration> read(String value, Instant now) {
    return SECONDS.matcher(value).matches()
        ? Optional.of(duration(value, "s"))
        : date(value).map(then -> Duration.between(now, then)).or(() -> period(value));
  }

  /** Requests are counted by the day, tokens by the minute: mostly it is the latter. */
  private static Optional<Duration> reset(Headers headers) {
    boolean isOutOfRequests =
        first(headers, "x-ratelimit-remaining-requests").filter("0"::equals).isPresent();
    Optional<Duration> requests =
        first(headers, "x-ratelimit-reset-requests").flatMap(RetryAfter::period);
    Optional<Duration> tokens =
        first(headers, "x-ratelimit-reset-tokens").flatMap(RetryAfter::period);
    return isOutOfRequests ? requests.or(() -> tokens) : tokens.or(() -> requests);
  }

  private static Optional<String> first(Headers headers, String name) {
    return headers.values(name).stream().findFirst().map(String::strip);
  }

  private static Optional<Instant> date(String value) {
    try {
      return Optional.of(
          OffsetDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> period(String value) {
    if (!PERIOD.matcher(value).matches()) {
      return Optional.empty();
    }
    Duration whole = Duration.ZERO;
    Matcher part = PART.matcher(value);
    while (part.find()) {
      whole = whole.plus(duration(part.group(1), part.group(2)));
    }
    return Optional.of(whole);
  }

  private static Duration duration(String number, String unit) {
    double millis =
        Double.parseDouble(number)
            * switch (unit) {
              case "ms" -> 1;
              case "s" -> 1_000;
              case "m" -> 60_000;
              case "h" -> 3_600_000;
              default -> 86_400_000;
            };
    return Duration.ofMillis((long) Math.ceil(millis));
  }
}
