package skep.bot.rocketchat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * One REST call: signed in, waited for, its errors told apart. Waits when the server says that it
 * is asked too often (429), as long as the server says.
 */
public final class RestCalls {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType PLAIN = MediaType.get("text/plain; charset=utf-8");
  private static final MediaType PNG = MediaType.get("image/png");
  private static final MediaType TYPE = MediaType.get("application/json");
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
  private static final int TRIES = 5;
  private static final Pattern WAIT = Pattern.compile("must wait (\\d+) seconds");

  private final OkHttpClient http;
  private final RocketChatOptions options;

  /** How far the server's clock is ahead of ours; the header counts in seconds. */
  private volatile Duration ahead = Duration.ZERO;

  public RestCalls(OkHttpClient http, RocketChatOptions options) {
    // Redirects are not followed: the token would go wherever they point.
    this.http =
        http.newBuilder().callTimeout(options.timing().call()).followRedirects(false).build();
    this.options = options;
  }

  JsonNode get(String path, Map<String, String> query) {
    HttpUrl.Builder url = url(path).newBuilder();
    query.forEach(url::addQueryParameter);
    return answer(path, new Request.Builder().url(url.build()).get());
  }

  JsonNode post(String path, JsonNode body) {
    return answer(
        path, new Request.Builder().url(url(path)).post(RequestBody.create(body.toString(), TYPE)));
  }

  /** One file as a form's field {@code file}. */
  JsonNode upload(String path, String name, String content) {
    return upload(path, name, RequestBody.create(content, PLAIN));
  }

  JsonNode upload(String path, String name, byte[] png) {
    return upload(path, name, RequestBody.create(png, PNG));
  }

  private JsonNode upload(String path, String name, RequestBody content) {
    RequestBody form =
        new MultipartBody.Builder()
            .setType(MultipartBody.FORM)
            .addFormDataPart("file", name, content)
            .build();
    return answer(path, new Request.Builder().url(url(path)).post(form));
  }

  private HttpUrl url(String path) {
    return HttpUrl.get(options.address("/api/v1/" + path));
  }

  private JsonNode answer(String path, Request.Builder request) {
    request.header("X-User-Id", options.userId()).header("X-Auth-Token", options.revealToken());
    for (int attempt = 1; ; attempt++) {
      try (Response response = http.newCall(request.build()).execute()) {
        if (response.isRedirect()) {
          throw new RocketChatException.Refused(
              response.code(),
              "redirect",
              "the server is at %s now; configure that address"
                  .formatted(response.header("Location", "another address")));
        }
        ahead = Duration.between(Instant.now(), clock(response)).truncatedTo(ChronoUnit.SECONDS);
        JsonNode body = parse(response.body().string());
        if (response.code() != 429 || attempt == TRIES) {
          return judged(path, response.code(), body);
        }
        pause(wait(response, body));
      } catch (IOException e) {
        throw new RocketChatException.Unreachable(
            "Rocket.Chat did not answer %s (%s)".formatted(path, words(e)), e);
      }
    }
  }

  /** What is wrong with a certificate lies deep in the causes. */
  static String words(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return "its TLS certificate has expired: renew it";
      }
      if (cause instanceof CertPathBuilderException) {
        return "its TLS certificate is signed by nobody this machine trusts";
      }
    }
    return String.valueOf(e.getMessage());
  }

  /** Decides on the HTTP status first: the bodies of refusals differ between 8 and 9. */
  private static JsonNode judged(String path, int status, JsonNode body) {
    boolean good = status >= 200 && status < 300;
    if (good && body.isMissingNode()) {
      throw new RocketChatException.Unreachable(
          "what answered %s is no Rocket.Chat: no JSON came back; is a proxy in between?"
              .formatted(path),
          null);
    }
    if (good && body.path("success").asBoolean(true)) {
      return body;
    }
    String reason = body.path("error").asText(body.path("message").asText("no reason given"));
    if (status == 401) {
      throw new RocketChatException.Unauthorized(reason);
    }
    if (status >= 500 || status == 429 || status == 408 || body.isMissingNode()) {
      throw new RocketChatException.Unreachable(
          "Rocket.Chat answered %s with status %d (%s)".formatted(path, status, reason), null);
    }
    throw new RocketChatException.Refused(status, body.path("errorType").asText(""), reason);
  }

  /** Proxies answer with pages of their own; those are no answer of Rocket.Chat. */
  private static JsonNode parse(String text) {
    try {
      JsonNode body = JSON.readTree(text);
      return body.isObject() ? body : JsonNodeFactory.instance.missingNode();
    } catch (JsonProcessingException e) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  private static Duration wait(Response response, JsonNode body) {
    Optional<Duration> byHeader =
        Optional.ofNullable(response.header("X-RateLimit-Reset"))
            .filter(header -> header.matches("\\d{1,18}"))
            .map(header ->
                Duration.between(clock(response), Instant.ofEpochMilli(Long.parseLong(header))));
    Matcher text = WAIT.matcher(body.path("error").asText());
    Duration wanted =
        byHeader.orElseGet(
            () -> Duration.ofSeconds(text.find() ? Long.parseLong(text.group(1)) : 5));
    Duration atLeast = Duration.ofMillis(200);
    return wanted.compareTo(atLeast) < 0
        ? atLeast
        : wanted.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wanted;
  }

  Duration ahead() {
    return ahead;
  }

  /** The server's clock: the header counts in it. */
  private static Instant clock(Response response) {
    return Optional.ofNullable(response.headers().getDate("Date"))
        .map(Date::toInstant)
        .orElseGet(Instant::now);
  }

  private static void pause(Duration duration) {
    try {
      Thread.sleep(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RocketChatException.Unreachable("stopped while waiting for Rocket.Chat", e);
    }
  }

  Instant serverTime() {
    Request request = new Request.Builder().url(options.address("/api/info")).get().build();
    try (Response response = http.newCall(request).execute()) {
      return clock(response);
    } catch (IOException e) {
      throw new RocketChatException.Unreachable(
          "Rocket.Chat did not answer info (" + e.getMessage() + ")", e);
    }
  }
}
