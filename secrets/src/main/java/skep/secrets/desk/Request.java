package skep.secrets.desk;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.util.Optional;
import java.util.stream.Stream;

/** What a browser asks for. */
final class Request {
  /** A Docker secret has less than 500 KiB; as base64 in JSON that is a third more. */
  static final int LARGEST = 800 * 1024;

  private final HttpExchange exchange;

  Request(HttpExchange exchange) {
    this.exchange = exchange;
  }

  String method() {
    return exchange.getRequestMethod();
  }

  String path() {
    return exchange.getRequestURI().getPath();
  }

  String query() {
    return Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  Optional<String> cookie(String name) {
    return exchange.getRequestHeaders().getOrDefault("Cookie", java.util.List.of()).stream()
        .flatMap(line -> Stream.of(line.split(";")))
        .map(String::strip)
        .filter(pair -> pair.startsWith(name + "="))
        .map(pair -> pair.substring(name.length() + 1))
        .findFirst();
  }

  /** Who asks. A proxy on the same network says for whom it does; nobody else is believed that. */
  String address() {
    InetAddress peer = exchange.getRemoteAddress().getAddress();
    boolean near = peer.isLoopbackAddress() || peer.isSiteLocalAddress();
    return header("X-Forwarded-For")
        .filter(_ -> near)
        .map(hops -> hops.substring(hops.lastIndexOf(',') + 1).strip())
        .filter(hop -> !hop.isEmpty())
        .orElseGet(peer::getHostAddress);
  }

  byte[] body() throws IOException {
    byte[] body = exchange.getRequestBody().readNBytes(LARGEST + 1);
    if (body.length > LARGEST) {
      throw new DeskError(413, "That is too much: a secret has less than 500 KB.");
    }
    return body;
  }
}
