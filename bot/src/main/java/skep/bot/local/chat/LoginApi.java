package skep.bot.local.chat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;

/** Signing in over REST, and what anybody may ask about the server. */
final class LoginApi {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String VERSION = "8.5";

  private final Accounts accounts;

  LoginApi(Accounts accounts) {
    this.accounts = accounts;
  }

  void register(RoutesConfig routes, Rest rest) {
    routes.post("/api/v1/login", this::login);
    routes.get("/api/info", LoginApi::info);
    routes.get("/api/v1/info", LoginApi::info);
    routes.get("/api/v1/settings.public", LoginApi::settings);
    rest.post("logout", this::logout);
    rest.get("me", call -> Documents.user(call.by(), true));
  }

  private void login(Context ctx) {
    ObjectNode body =
        Call.known(
            Call.parse(ctx.body()), Set.of("user", "username", "password", "resume", "code"));
    Optional<String> resume = Call.optional(body, "resume");
    Optional<Account> account =
        resume.isPresent() ? resume.flatMap(accounts::byToken) : byPassword(body);
    if (account.isEmpty()) {
      Rest.unauthorized(ctx, "Unauthorized");
      return;
    }
    ObjectNode answer = JSON.objectNode().put("status", "success");
    answer
        .putObject("data")
        .put("userId", account.get().id())
        .put("authToken", resume.orElseGet(() -> accounts.newToken(account.get())))
        .set("me", Documents.user(account.get(), true));
    Rest.send(ctx, 200, answer);
  }

  private Optional<Account> byPassword(ObjectNode body) {
    String username = Call.optional(body, "user").orElse(body.path("username").asText());
    return accounts
        .byUsername(username)
        .filter(
            a -> a.password().equals(Call.optional(body, "password")) && a.password().isPresent());
  }

  private ObjectNode logout(Call call) {
    accounts.revoke(Optional.ofNullable(call.ctx().header("X-Auth-Token")).orElse(""));
    return JSON.objectNode().put("status", "success");
  }

  private static void info(Context ctx) {
    Rest.send(ctx, 200, JSON.objectNode().put("version", VERSION).put("success", true));
  }

  private static void settings(Context ctx) {
    ObjectNode answer = JSON.objectNode();
    var settings = answer.putArray("settings");
    settings.addObject().put("_id", "Message_AllowUnrecognizedSlashCommand").put("value", true);
    settings.addObject().put("_id", "Message_MaxAllowedSize").put("value", ChatApi.MAX_SIZE);
    settings.addObject().put("_id", "Message_AllowEditing").put("value", true);
    settings.addObject().put("_id", "UI_Use_Real_Name").put("value", false);
    answer.put("count", settings.size()).put("offset", 0).put("total", settings.size());
    Rest.send(ctx, 200, answer.put("success", true));
  }
}
