package skep.runbooks.endpoint;

import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIIoException;
import com.openai.errors.OpenAIServiceException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import skep.runbooks.endpoint.EndpointException.Kind;

/** What an endpoint's failures mean for a person. */
final class Failures {
  /** Of what a server says of itself. */
  private static final int LONGEST = 200;

  /** What nobody sees, and what a chat would make something of. */
  private static final Pattern UNWANTED =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Co}\\p{Cn}@`*~|<>\\[\\]]+");

  private static final Pattern STATUS = Pattern.compile("^\\d{3}: ");
  private static final Set<String> TOO_LONG =
      Set.of("context_length_exceeded", "request_too_large", "string_above_max_length");
  private static final Set<String> NO_MODEL =
      Set.of("model_not_found", "model_decommissioned", "model_not_active");
  private static final Set<String> CALLED_WRONGLY =
      Set.of("tool_use_failed", "output_parse_failed", "json_validate_failed");

  private final Address address;
  private final Key key;
  private final InstantSource clock;

  Failures(Address address, Key key, InstantSource clock) {
    this.address = address;
    this.key = key;
    this.clock = clock;
  }

  EndpointException of(Throwable failure) {
    return switch (failure) {
      case EndpointException known -> known;
      case OpenAIServiceException refused -> refused(refused);
      case OpenAIInvalidDataException _ ->
          new EndpointException(
              "what %s sent cannot be read; does %s name an API like OpenAI's?"
                  .formatted(address.who(), address.settings().url()));
      case OpenAIIoException e when e.getCause() instanceof IOException why -> broken(why);
      default ->
          // Its message may have in it what was sent.
          new EndpointException(
              "%s could not be asked: %s"
                  .formatted(address.who(), failure.getClass().getSimpleName()));
    };
  }

  EndpointException silent(Duration silence) {
    return new EndpointException(
        "%s has been silent for %s".formatted(address.who(), words(silence)));
  }

  EndpointException endless(Duration whole) {
    return new EndpointException(
        "%s did not come to an end within %s".formatted(address.who(), words(whole)));
  }

  EndpointException resting(Duration left) {
    return new EndpointException(Kind.LASTING, limit(left), left);
  }

  EndpointException brokenOff(String detail) {
    return new EndpointException(address.who() + " broke off" + colon(detail));
  }

  EndpointException unfit(String what) {
    return new EndpointException(
        "%s gives %s for %s".formatted(address.who(), what, address.model()));
  }

  private EndpointException refused(OpenAIServiceException e) {
    String code = e.code().orElse("");
    int status = e.statusCode();
    if (status == 429 || (status == 200 && code.equals("rate_limit_exceeded"))) {
      return limited(e);
    }
    if (status == 413 || TOO_LONG.contains(code)) {
      return new EndpointException(
          "this is more text than %s takes at once with the key in %s; ask about one thing at a time"
              .formatted(address.model(), key.setting()));
    }
    if (NO_MODEL.contains(code)) {
      return noModel();
    }
    if (CALLED_WRONGLY.contains(code)) {
      return new EndpointException(
          Kind.PASSING, "%s wrote what %s cannot read".formatted(address.model(), address.who()));
    }
    return byStatus(status, STATUS.matcher(e.getMessage()).replaceFirst(""), again(e));
  }

  private EndpointException byStatus(int status, String detail, Optional<Duration> again) {
    String who = address.who();
    return switch (status) {
      case 200 -> brokenOff(detail);
      case 401 ->
          new EndpointException(
              "%s does not accept the key in %s: it is expired, withdrawn or wrong"
                  .formatted(who, key.setting()));
      case 403 ->
          new EndpointException(
              "%s does not let the key in %s ask %s%s"
                  .formatted(who, key.setting(), address.model(), colon(detail)));
      case 404 -> noModel();
      case 498, 503, 529 -> busy(again);
      case 500, 502, 504 ->
          new EndpointException(Kind.PASSING, "%s is out of order (%d)".formatted(who, status));
      default ->
          new EndpointException("%s refused it (%d)%s".formatted(who, status, colon(detail)));
    };
  }

  private EndpointException limited(OpenAIServiceException e) {
    return again(e)
        .map(wait -> new EndpointException(Kind.LASTING, limit(wait), wait))
        .orElseGet(
            () -> new EndpointException("the limit of " + address.who() + " is reached for now"));
  }

  private String limit(Duration wait) {
    return "the limit of %s is reached; ask again in %s%s"
        .formatted(
            address.who(), words(wait), wait.compareTo(Rest.LONGEST) < 0 ? "" : " at the earliest");
  }

  private EndpointException busy(Optional<Duration> again) {
    String words = address.who() + " is too busy";
    return again
        .map(wait ->
            new EndpointException(Kind.LASTING, words + "; ask again in " + words(wait), wait))
        .orElseGet(() -> new EndpointException(Kind.PASSING, words));
  }

  private Optional<Duration> again(OpenAIServiceException e) {
    return RetryAfter.of(e.headers(), clock.instant())
        .map(wait -> wait.compareTo(Rest.LONGEST) > 0 ? Rest.LONGEST : wait);
  }

  private EndpointException noModel() {
    return new EndpointException(
        "%s has no model %s, or has it no more; %s names another, %s another address"
            .formatted(
                address.who(),
                address.model(),
                address.settings().model(),
                address.settings().url()));
  }

  private EndpointException broken(IOException why) {
    String host = address.host();
    return switch (why) {
      case UnknownHostException e ->
          new EndpointException(Kind.LASTING, "the name %s is not known".formatted(host), e);
      case SSLException e ->
          new EndpointException(
              Kind.LASTING, "there is no safe connection to %s%s".formatted(host, because(e)), e);
      case ConnectException e ->
          new EndpointException(Kind.LASTING, "%s cannot be reached".formatted(host), e);
      case NoRouteToHostException e ->
          new EndpointException(Kind.LASTING, "%s cannot be reached".formatted(host), e);
      // Of okhttp's time-outs only that of connecting is shorter than our own.
      case InterruptedIOException e ->
          new EndpointException(Kind.LASTING, "%s does not answer in time".formatted(host), e);
      default ->
          // Without its cause: what a server sent instead of HTTP stands in it.
          new EndpointException(
              Kind.PASSING,
              "the connection to %s broke off (%s)"
                  .formatted(host, why.getClass().getSimpleName()));
    };
  }

  private String because(IOException e) {
    return colon(Optional.ofNullable(e.getMessage()).orElse(""));
  }

  private String colon(String detail) {
    String clean = UNWANTED.matcher(key.hidden(detail)).replaceAll(" ").strip();
    if (clean.isEmpty() || clean.equals("Unknown")) {
      return "";
    }
    return ": " + (clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + " …");
  }

  private static String words(Duration time) {
    long seconds = Math.max(1, (time.toMillis() + 999) / 1000);
    if (seconds < 100) {
      return seconds == 1 ? "1 second" : seconds + " seconds";
    }
    return (seconds + 59) / 60 + " minutes";
  }
}
