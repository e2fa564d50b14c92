package skep.bot.local.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What all REST endpoints share: signing in by header, bodies, and how errors are answered. */
final class Rest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final Logger REQUESTS = Logger.getLogger("skep.chat.requests");
  private static final String API = "/api/v1/";

  private final RoutesConfig routes;
  private final Accounts accounts;
  private final Limits limits;

  /** One endpoint for somebody signed in; what it returns is sent with {@code success: true}. */
  @FunctionalInterface
  interface Endpoint {
    ObjectNode answer(Call call);
  }

  Rest(RoutesConfig routes, Accounts accounts, Limits limits) {
    this.limits = limits;
    this.routes = routes;
    this.accounts = accounts;
    routes.exception(ApiError.class, (error, ctx) -> send(ctx, error.status, failure(error)));
    routes.exception(
        Exception.class,
        (error, ctx) ->
            send(ctx, 500, failure(new ApiError(500, "error-internal", "Internal server error"))));
  }

  void get(String path, Endpoint endpoint) {
    routes.get(API + path, ctx -> answer(ctx, endpoint));
  }

  void post(String path, Endpoint endpoint) {
    routes.post(API + path, ctx -> answer(ctx, endpoint));
  }

  private void answer(Context ctx, Endpoint endpoint) {
    Optional<Account> account = signedIn(ctx);
    if (account.isEmpty()) {
      unauthorized(ctx, "You must be logged in to do this.");
      return;
    }
    limits.count(ctx, account.get());
    note(ctx, account.get());
    ObjectNode body = endpoint.answer(new Call(ctx, account.get()));
    send(ctx, 200, body.put("success", true));
  }

  /** One line of JSON for each call: who, method, path, query, and the body where it is JSON. */
  private static void note(Context ctx, Account by) {
    if (!REQUESTS.isLoggable(Level.FINE)) {
      return;
    }
    ObjectNode line = JSON.objectNode().put("by", by.username());
    line.put("method", ctx.method().name()).put("path", ctx.path().substring(API.length()));
    ObjectNode query = line.putObject("query");
    ctx.queryParamMap().forEach((name, values) -> query.put(name, values.getFirst()));
    String type = Optional.ofNullable(ctx.contentType()).orElse("");
    if (ctx.method().equals(HandlerType.POST) && type.startsWith("application/json")) {
      line.set("body", Call.parse(ctx.body()));
    }
    REQUESTS.fine(line.toString());
  }

  private Optional<Account> signedIn(Context ctx) {
    String token = Optional.ofNullable(ctx.header("X-Auth-Token")).orElse("");
    String user = Optional.ofNullable(ctx.header("X-User-Id")).orElse("");
    return accounts.byToken(token).filter(account -> account.id().equals(user));
  }

  static void unauthorized(Context ctx, String message) {
    send(ctx, 401, JSON.objectNode().put("status", "error").put("message", message));
  }

  static void send(Context ctx, int status, ObjectNode body) {
    ctx.status(status).contentType("application/json").result(body.toString());
  }

  private static ObjectNode failure(ApiError error) {
    return JSON.objectNode()
        .put("success", false)
        .put("error", "%s [%s]".formatted(error.getMessage(), error.code))
        .put("errorType", error.code);
  }
}
