package skep.secrets.desk;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;

/** A browser at the desk as far as cookies and headers go; it sends whatever a test wants it to. */
final class Browser {
  private final HttpClient http = HttpClient.newHttpClient();
  private final String desk;
  private final Map<String, String> cookies = new HashMap<>();
  private final Map<String, String> headers = new HashMap<>();

  Browser(String desk) {
    this.desk = desk;
    headers.put("Origin", desk);
    headers.put("Content-Type", "application/json");
  }

  /** What came back. */
  record Said(HttpResponse<String> answer) {
    int status() {
      return answer.statusCode();
    }

    JsonNode json() {
      try {
        return Body.JSON.readTree(answer.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String header(String name) {
      return answer.headers().firstValue(name).orElse("");
    }
  }

  Browser with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  Browser without(String header) {
    headers.remove(header);
    return this;
  }

  Map<String, String> cookies() {
    return cookies;
  }

  Said get(String path) {
    return send(path, HttpRequest.newBuilder().GET());
  }

  Said post(String path, String body) {
    return send(path, HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Said ask(String method, String path) {
    return send(path, HttpRequest.newBuilder().method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private Said send(String path, HttpRequest.Builder request) {
    headers.forEach(request::setHeader);
    if (!cookies.isEmpty()) {
      request.setHeader(
          "Cookie",
          String.join(
              "; ",
              cookies.entrySet().stream()
                  .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                  .toList()));
    }
    try {
      HttpResponse<String> answer =
          http.send(
              request.uri(URI.create(desk + path)).build(), HttpResponse.BodyHandlers.ofString());
      answer.headers().allValues("Set-Cookie").forEach(this::keep);
      return new Said(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void keep(String cookie) {
    String pair = cookie.split(";")[0];
    String name = pair.substring(0, pair.indexOf('='));
    if (cookie.contains("Max-Age=0")) {
      cookies.remove(name);
    } else {
      cookies.put(name, pair.substring(pair.indexOf('=') + 1));
    }
  }

  /** Follows a link as the page does, and repeats the page's token from then on. */
  Said open(String token) {
    Said said = post("/api/link", "{\"token\":\"%s\"}".formatted(token));
    if (said.status() == 200) {
      with("X-Skep-Csrf", get("/api/session").json().path("csrf").asText());
    }
    return said;
  }
}
