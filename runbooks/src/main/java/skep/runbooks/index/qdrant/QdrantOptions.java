package skep.runbooks.index.qdrant;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where Qdrant is and what it is told. Without TLS the API key goes over the wire as it is, so that
 * {@code http} is for a network that nobody else listens on.
 *
 * @param name of the alias that is searched; collections are named after it
 */
public record QdrantOptions(
    boolean tls, String host, int port, Optional<String> apiKey, String name) {
  public static final String NAME = "skep-runbooks";

  private static final int GRPC_PORT = 6334;
  private static final Pattern ADDRESS =
      Pattern.compile("(?i)(https?)://([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::(\\d{1,5}))?/?");
  private static final Pattern KEY = Pattern.compile("[!-~]+");

  /** What a name of a collection may have in Qdrant, and a shell and a URL leave as it is. */
  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  public QdrantOptions {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("QDRANT_URL has port %d, which is none".formatted(port));
    }
    if (URI.create("//" + host).getHost() == null) {
      throw new IllegalArgumentException(
          ("QDRANT_URL has the host '%s', which gRPC cannot look up: an underscore is not allowed in"
                  + " a name. A service of a stack has its short name too in the networks it is in:"
                  + " qdrant for infra_qdrant")
              .formatted(host));
    }
    // Anything else is not sent in a header, and the server would say that there is no key at all.
    if (!apiKey.map(KEY.asMatchPredicate()::test).orElse(true)) {
      throw new IllegalArgumentException(
          "QDRANT_API_KEY is empty, or has a space, a line break or a letter beyond ASCII");
    }
    if (!NAMES.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no name for collections: 1 to 100 letters, digits, '.', '_' and '-'"
              .formatted(name));
    }
  }

  /**
   * @param address {@code https://qdrant.example.org}, or with the port of its gRPC, where that is
   *     not 6334
   */
  public static QdrantOptions at(String address, Optional<String> apiKey) {
    Matcher parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      // Not quoted: what somebody wrote before an @ may be a password.
      throw new IllegalArgumentException(
          "QDRANT_URL must be https://host or http://host, with the port of Qdrant's gRPC where it"
              + " is not %d, and nothing else; the key goes into QDRANT_API_KEY"
                  .formatted(GRPC_PORT));
    }
    return new QdrantOptions(
        parts.group(1).equalsIgnoreCase("https"),
        parts.group(2),
        parts.group(3) == null ? GRPC_PORT : Integer.parseInt(parts.group(3)),
        apiKey,
        NAME);
  }

  public QdrantOptions named(String other) {
    return new QdrantOptions(tls, host, port, apiKey, other);
  }

  String address() {
    return "%s://%s:%d".formatted(tls ? "https" : "http", host, port);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return address() + ", " + name;
  }
}
