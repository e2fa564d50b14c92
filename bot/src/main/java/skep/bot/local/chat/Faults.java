package skep.bot.local.chat;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What some endpoints answer instead of doing their work, as broken or strange servers do. */
final class Faults {
  private static final String API = "/api/v1/";

  private final Map<String, Answer> byPath = new ConcurrentHashMap<>();

  void register(RoutesConfig routes) {
    routes.before(API + "*", this::answer);
  }

  void put(String endpoint, Answer answer) {
    byPath.put(API + endpoint, answer);
  }

  void clear() {
    byPath.clear();
  }

  /** For a path, or for a path with a parameter of the query: {@code path?name}. */
  private Optional<Answer> fault(Context ctx) {
    return ctx.queryParamMap().keySet().stream()
        .flatMap(name -> Optional.ofNullable(byPath.get(ctx.path() + "?" + name)).stream())
        .findFirst()
        .or(() -> Optional.ofNullable(byPath.get(ctx.path())));
  }

  private void answer(Context ctx) {
    fault(ctx)
        .ifPresent(answer -> {
          ctx.status(answer.status()).contentType(answer.type()).result(answer.body());
          ctx.skipRemainingHandlers();
        });
  }
}
