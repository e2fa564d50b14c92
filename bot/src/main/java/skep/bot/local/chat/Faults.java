package skep.bot.local.chat;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** What some endpoints answer instead of doing their work, as broken or strange servers do. */
final class Faults {
  private static final String API = "/api/v1/";

  private record Fault(Answer answer, AtomicInteger given) {}

  private final Map<String, Fault> byPath = new ConcurrentHashMap<>();

  void register(RoutesConfig routes) {
    routes.before(API + "*", this::answer);
  }

  /** Gives how often it was answered so. */
  IntSupplier put(String endpoint, Answer answer) {
    Fault fault = new Fault(answer, new AtomicInteger());
    byPath.put(API + endpoint, fault);
    return fault.given()::get;
  }

  void clear() {
    byPath.clear();
  }

  /** For a path, or for a path with a parameter of the query: {@code path?name}. */
  private Optional<Fault> fault(Context ctx) {
    return ctx.queryParamMap().keySet().stream()
        .flatMap(name -> Optional.ofNullable(byPath.get(ctx.path() + "?" + name)).stream())
        .findFirst()
        .or(() -> Optional.ofNullable(byPath.get(ctx.path())));
  }

  private void answer(Context ctx) {
    fault(ctx)
        .ifPresent(fault -> {
          Answer answer = fault.answer();
          fault.given().incrementAndGet();
          ctx.status(answer.status()).contentType(answer.type()).result(answer.body());
          ctx.skipRemainingHandlers();
        });
  }
}
