package skep.bot.local.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** Signing in over REST, and what anybody may ask about the server. */
final class LoginApi {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String VERSION = "8.5";

  private final Accounts accounts;
  private final Map<String, JsonNode> settings;

  LoginApi(Accounts accounts, Map<String, JsonNode> settings) {
    this.accounts = accounts;
    this.settings = settings;
  }

  void register(RoutesConfig routes, Rest rest) {
    routes.post("/api/v1/login", this::login);
    routes.get("/api/info", LoginApi::info);
    routes.get("/api/v1/info", LoginApi::info);
    routes.get("/api/v1/settings.public", this::settings);
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

  /** What everybody may read of the server's settings, at Rocket.Chat's defaults but for one. */
  static Map<String, JsonNode> settings() {
    Map<String, JsonNode> settings = new ConcurrentSkipListMap<>();
    settings.put("Message_AllowUnrecognizedSlashCommand", JSON.booleanNode(true));
    settings.put("Message_MaxAllowedSize", JSON.numberNode(ChatApi.MAX_SIZE));
    settings.put("Message_AllowEditing", JSON.booleanNode(true));
    settings.put("UI_Use_Real_Name", JSON.booleanNode(false));
    return settings;
  }

  private void settings(Context ctx) {
    ObjectNode answer = JSON.objectNode();
    var list = answer.putArray("settings");
    settings.forEach((name, value) -> list.addObject().put("_id", name).set("value", value));
    answer.put("count", list.size()).put("offset", 0).put("total", list.size());
    Rest.send(ctx, 200, answer.put("success", true));
  }
}
