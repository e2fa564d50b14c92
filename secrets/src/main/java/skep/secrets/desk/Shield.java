package skep.secrets.desk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What every answer tells the browser not to do, and which other origin may read it. */
final class Shield {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'";

  private final DeskOptions options;

  Shield(DeskOptions options) {
    this.options = options;
  }

  List<Map.Entry<String, String>> headers(Request request) {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    headers.add(Map.entry("Content-Security-Policy", POLICY));
    headers.add(Map.entry("X-Content-Type-Options", "nosniff"));
    headers.add(Map.entry("X-Frame-Options", "DENY"));
    headers.add(Map.entry("Referrer-Policy", "no-referrer"));
    headers.add(Map.entry("Cache-Control", "no-store"));
    headers.add(Map.entry("Cross-Origin-Opener-Policy", "same-origin"));
    headers.add(
        Map.entry(
            "Cross-Origin-Resource-Policy",
            options.page().isPresent() ? "same-site" : "same-origin"));
    headers.add(Map.entry("Permissions-Policy", "camera=(), microphone=(), geolocation=()"));
    if (options.isSecure()) {
      headers.add(Map.entry("Strict-Transport-Security", "max-age=31536000"));
    }
    shared(request)
        .ifPresent(origin -> {
          headers.add(Map.entry("Access-Control-Allow-Origin", origin));
          headers.add(Map.entry("Access-Control-Allow-Credentials", "true"));
          headers.add(Map.entry("Access-Control-Allow-Headers", "content-type, x-skep-csrf"));
          headers.add(Map.entry("Access-Control-Allow-Methods", "GET, POST"));
        });
    options.page().ifPresent(_ -> headers.add(Map.entry("Vary", "Origin")));
    return headers;
  }

  /** The page's origin, where it is another than ours and asks. */
  Optional<String> shared(Request request) {
    return options
        .pageOrigin()
        .filter(origin -> request.header("Origin").stream().anyMatch(origin::equals));
  }

  /** Whether a request that does something comes from our own page. */
  boolean isOurs(Request request) {
    boolean site =
        request
            .header("Sec-Fetch-Site")
            .map(from -> from.equals("same-origin") || from.equals("same-site"))
            .orElse(true);
    return site && request.header("Origin").filter(options::isOurs).isPresent();
  }
}
