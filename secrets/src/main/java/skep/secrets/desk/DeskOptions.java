package skep.secrets.desk;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * Where the desk is.
 *
 * @param address its own, as browsers reach it: {@code https://desk.example.org}
 * @param page where the page is served instead, if elsewhere; of the same site, or browsers would
 *     not send the session along
 */
public record DeskOptions(URI address, Optional<URI> page) {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

  public DeskOptions {
    check(address);
    page.ifPresent(DeskOptions::check);
  }

  private static void check(URI address) {
    boolean safe =
        "https".equals(address.getScheme())
            || ("http".equals(address.getScheme()) && LOOPBACK.contains(address.getHost()));
    boolean bare =
        address.getHost() != null
            && address.getRawUserInfo() == null
            && (address.getRawPath().isEmpty() || address.getRawPath().equals("/"))
            && address.getRawQuery() == null;
    if (!safe || !bare) {
      throw new IllegalArgumentException(
          "the desk's address is https:// and a host, nothing behind it: %s".formatted(address));
    }
  }

  /** As browsers name it in {@code Origin}. */
  String origin() {
    return origin(address);
  }

  Optional<String> pageOrigin() {
    return page.map(DeskOptions::origin);
  }

  private static String origin(URI address) {
    return "%s://%s".formatted(address.getScheme(), address.getRawAuthority());
  }

  /** Where a person goes to see the page. */
  String pageAddress() {
    return pageOrigin().orElseGet(this::origin) + "/";
  }

  /** What opens one secret: the secret part stays in the browser, no server logs it. */
  public String link(String token) {
    return pageAddress() + "#link=" + token;
  }

  boolean isSecure() {
    return "https".equals(address.getScheme());
  }

  boolean isOurs(String origin) {
    return origin.equals(origin()) || pageOrigin().filter(origin::equals).isPresent();
  }
}
