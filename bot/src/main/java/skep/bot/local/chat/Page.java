package skep.bot.local.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The chat page: static files from the class path under a policy that allows nothing from
 * elsewhere, and the banner that says what runs behind it.
 */
final class Page {
  private static final Map<String, String> FILES =
      Map.of(
          "index.html", "text/html; charset=utf-8",
          "style.css", "text/css; charset=utf-8",
          "app.js", "text/javascript; charset=utf-8",
          "server.js", "text/javascript; charset=utf-8",
          "markdown.js", "text/javascript; charset=utf-8",
          "messages.js", "text/javascript; charset=utf-8",
          "composer.js", "text/javascript; charset=utf-8",
          "icon.svg", "image/svg+xml");
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final String banner;

  Page(String banner) {
    this.banner = banner;
  }

  void register(RoutesConfig routes) {
    FILES.forEach((name, type) -> routes.get("/" + name, ctx -> file(ctx, name, type)));
    routes.get("/", ctx -> file(ctx, "index.html", FILES.get("index.html")));
    routes.get(
        "/try/banner",
        ctx -> Rest.send(ctx, 200, JsonNodeFactory.instance.objectNode().put("text", banner)));
  }

  private static void file(Context ctx, String name, String type) {
    ctx.header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .header("Cache-Control", "no-cache")
        .contentType(type)
        .result(read(name));
  }

  private static byte[] read(String name) {
    try (InputStream in = Page.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the page's file is missing from the build: " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
