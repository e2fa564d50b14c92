package skep.deploy.docker;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One request, without the API version. Its text names method and path only: headers and body may
 * hold secrets.
 *
 * @param path below the version, encoded, {@code /services/create}
 * @param body JSON; absent for reads and removals
 */
record Call(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    Optional<byte[]> body) {
  Call {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  static Call get(String path) {
    return new Call("GET", path, Map.of(), Map.of(), Optional.empty());
  }

  static Call delete(String path) {
    return new Call("DELETE", path, Map.of(), Map.of(), Optional.empty());
  }

  static Call post(String path, byte[] body) {
    return new Call("POST", path, Map.of(), Map.of(), Optional.of(body));
  }

  Call query(String name, String value) {
    var more = new LinkedHashMap<>(query);
    more.put(name, value);
    return new Call(method, path, more, headers, body);
  }

  Call headers(Map<String, String> headers) {
    return new Call(method, path, query, headers, body);
  }

  boolean isRead() {
    return method.equals("GET");
  }

  String target() {
    if (query.isEmpty()) {
      return path;
    }
    return query.entrySet().stream()
        .map(e -> e.getKey() + "=" + encode(e.getValue()))
        .collect(Collectors.joining("&", path + "?", ""));
  }

  /** One path segment or query value, percent-encoded. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
