package skep.bot.local.chat;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps other web sites out: the passwords are known to everybody, so a page of theirs in the same
 * browser could deploy. A name that leads here but is not this machine's (DNS rebinding) and a page
 * of another origin are both refused.
 */
final class SameOrigin {
  private final Set<String> names;

  /**
   * @param address listened on
   */
  SameOrigin(String address) {
    this.names = new HashSet<>(List.of("localhost", "127.0.0.1", "[::1]", address));
  }

  void register(RoutesConfig routes) {
    routes.before(this::check);
    routes.wsBeforeUpgrade(this::check);
  }

  private void check(Context ctx) {
    String host = Optional.ofNullable(ctx.header("Host")).orElse("").toLowerCase(Locale.ROOT);
    if (!names.contains(host.replaceFirst(":\\d+$", ""))) {
      throw new ApiError(403, "error-not-allowed", "Open this page as localhost");
    }
    Optional<String> origin = Optional.ofNullable(ctx.header("Origin"));
    if (origin.isPresent() && !host.equals(authority(origin.get()))) {
      throw new ApiError(403, "error-not-allowed", "Only this server's own page may do that");
    }
  }

  private static String authority(String origin) {
    try {
      return Optional.ofNullable(URI.create(origin).getAuthority())
          .orElse("")
          .toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
