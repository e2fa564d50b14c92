package skep.secrets.desk.oidc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieHandler;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One browser at Keycloak's login page, with cookies of its own. It goes nowhere by itself. */
public final class LoginPage implements AutoCloseable {
  private static final Pattern ACTION =
      Pattern.compile("<form[^>]*id=\"kc-form-login\"[^>]*action=\"([^\"]+)\"");

  private final HttpClient http = HttpClient.newBuilder().cookieHandler(new Cookies()).build();

  /** What came of it: back to the desk, or another page of Keycloak's. */
  public sealed interface Came {
    record Back(URI address) implements Came {}

    record Page(String html) implements Came {}
  }

  /** Opens the page the desk sends the browser to. */
  public Came open(URI redirect) {
    return came(send(HttpRequest.newBuilder(redirect).build()));
  }

  /** Opens it and types a name and a password. */
  public Came type(URI redirect, String name, String password) {
    return switch (open(redirect)) {
      case Came.Back signedInAlready -> signedInAlready;
      case Came.Page(String html) -> came(send(form(redirect, html, name, password)));
    };
  }

  private static HttpRequest form(URI page, String html, String name, String password) {
    Matcher action = ACTION.matcher(html);
    if (!action.find()) {
      throw new IllegalStateException("no login form in:\n" + html);
    }
    return HttpRequest.newBuilder(page.resolve(action.group(1).replace("&amp;", "&")))
        .header("Content-Type", "application/x-www-form-urlencoded")
        .POST(
            BodyPublishers.ofString(
                "username=%s&password=%s"
                    .formatted(URLEncoder.encode(name, UTF_8), URLEncoder.encode(password, UTF_8))))
        .build();
  }

  private static Came came(HttpResponse<String> response) {
    Optional<String> location = response.headers().firstValue("Location");
    return location.isPresent()
        ? new Came.Back(response.uri().resolve(location.get()))
        : new Came.Page(response.body());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }

  /** As browsers do, and the JDK's do not, it sends Secure cookies to this machine over http. */
  private static final class Cookies extends CookieHandler {
    private final Map<String, String> kept = new ConcurrentHashMap<>();

    @Override
    public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
      return kept.isEmpty()
          ? Map.of()
          : Map.of(
              "Cookie",
              List.of(
                  String.join(
                      "; ",
                      kept.entrySet().stream()
                          .map(it -> it.getKey() + "=" + it.getValue())
                          .toList())));
    }

    @Override
    public void put(URI uri, Map<String, List<String>> headers) {
      headers.getOrDefault("set-cookie", List.of()).stream()
          .map(it -> it.split(";", 2)[0].split("=", 2))
          .forEach(it -> kept.put(it[0], it[1]));
    }
  }
}
