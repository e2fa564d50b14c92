package skep.secrets.desk.oidc;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Calls to the provider, each bounded in time and size as a whole; no redirect is followed. */
final class ProviderHttp implements AutoCloseable {
  private static final long MOST_BYTES = 1 << 18;

  private final HttpClient client;
  private final Duration deadline;

  ProviderHttp(Duration deadline) {
    this.deadline = deadline;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(deadline)
            .build();
  }

  record Answer(int status, String type, String body) {}

  Answer get(URI address) {
    return send(HttpRequest.newBuilder(address).header("Accept", "application/json").build());
  }

  Answer post(URI address, String form, Optional<String> authorization) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    authorization.ifPresent(value -> request.header("Authorization", value));
    return send(request.build());
  }

  Duration deadline() {
    return deadline;
  }

  /** The client's own time-out ends with the headers; a body may drip in for ever. */
  private Answer send(HttpRequest request) {
    CompletableFuture<HttpResponse<byte[]>> call =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MOST_BYTES));
    try {
      return answer(call.get(deadline.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw failed(request, silent());
    } catch (ExecutionException e) {
      throw failed(request, why(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(request, "was not waited for: this program is ending");
    } finally {
      call.cancel(true);
    }
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return new Answer(
        response.statusCode(),
        response.headers().firstValue("Content-Type").orElse(""),
        new String(response.body(), StandardCharsets.UTF_8));
  }

  private static SignInException failed(HttpRequest request, String why) {
    return SignInException.failed(
        "the sign-in server's %s %s".formatted(Addresses.shown(request.uri()), why));
  }

  /** In words of its own: what the other side sent may stand in an exception's. */
  private String why(Throwable cause) {
    return switch (cause) {
      case HttpTimeoutException e -> silent();
      case ConnectException e -> "cannot be reached";
      case SSLException e -> "is not trusted: " + e.getMessage();
      case IOException e -> "broke off, or answered more than can be right";
      default -> "could not be called";
    };
  }

  private String silent() {
    return "did not answer within %d s".formatted(Math.max(1, deadline.toSeconds()));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
