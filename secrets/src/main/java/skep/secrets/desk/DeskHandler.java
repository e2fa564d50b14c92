package skep.secrets.desk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Every request to the desk comes through here: who may ask at all, then what is asked. */
final class DeskHandler implements HttpHandler {
  private static final Logger LOG = Logger.getLogger(DeskHandler.class.getName());

  private final DeskWork work;
  private final Door door;
  private final Api api;
  private final Guard guard;
  private final Shield shield;

  DeskHandler(DeskWork work, Door door, Api api, Guard guard, Shield shield) {
    this.work = work;
    this.door = door;
    this.api = api;
    this.guard = guard;
    this.shield = shield;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = new Request(exchange);
      Answer answer = answer(request);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      shield
          .headers(request)
          .forEach(header -> exchange.getResponseHeaders().set(header.getKey(), header.getValue()));
      answer
          .headers()
          .forEach(header -> exchange.getResponseHeaders().add(header.getKey(), header.getValue()));
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }

  private Answer answer(Request request) {
    try {
      return allowed(request);
    } catch (DeskError e) {
      return Answer.json(e.status(), Views.error(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "the desk could not answer " + request.path(), e);
      return Answer.json(500, Views.error("Something broke; Skep's log has the details."));
    }
  }

  private Answer allowed(Request request) throws IOException {
    if (!guard.passes(Guard.Kind.REQUEST, request.address())) {
      throw new DeskError(429, "Too many requests. Try again in a moment.");
    }
    return switch (request.method()) {
      case "GET" -> get(request);
      case "POST" -> post(request);
      case "OPTIONS" -> Answer.nothing(shield.shared(request).isPresent() ? 204 : 403);
      default -> throw new DeskError(405, "The desk takes GET and POST.");
    };
  }

  private Answer get(Request request) {
    return switch (request.path()) {
      case "/api/session" -> door.who(request);
      case "/api/secrets" -> api.list(session(request));
      case "/sign-in" -> door.signIn();
      case "/signed-in" -> {
        unlocked(request);
        yield door.signedIn(request);
      }
      default ->
          Ui.file(request.path()).orElseThrow(() -> new DeskError(404, "There is nothing here."));
    };
  }

  private Answer post(Request request) throws IOException {
    if (!shield.isOurs(request)) {
      work.denied(door.session(request).map(Session::person), "was sent here by another site");
      throw new DeskError(403, "This did not come from the desk's own page.");
    }
    if (request.path().equals("/api/link")) {
      unlocked(request);
      return door.link(request);
    }
    Session session = session(request);
    repeats(session, request);
    return switch (request.path()) {
      case "/api/reveal" -> api.reveal(session, request);
      case "/api/generate" -> api.generate(session, request);
      case "/api/save" -> api.save(session, request);
      case "/api/history" -> api.history(session, request);
      case "/api/sign-out" -> door.out(request);
      default -> throw new DeskError(404, "There is nothing here.");
    };
  }

  private void unlocked(Request request) {
    if (guard.isLockedOut(request.address())) {
      work.denied(Optional.empty(), "is locked out after too many tries: " + request.address());
      throw new DeskError(
          429, "Too many tries that were wrong. Try again in a quarter of an hour.");
    }
  }

  /** Whoever was allowed to come in may have lost that since. */
  private Session session(Request request) {
    Session session =
        door.session(request)
            .orElseThrow(() -> new DeskError(401, "You are not signed in any more."));
    work.refusal(session.person())
        .ifPresent(why -> {
          work.denied(Optional.of(session.person()), "is not allowed any more: " + why);
          throw new DeskError(403, why);
        });
    return session;
  }

  private void repeats(Session session, Request request) {
    List<String> given = request.header("X-Skep-Csrf").stream().toList();
    if (given.stream().noneMatch(token -> Token.equal(token, session.csrf()))) {
      guard.passes(Guard.Kind.MISS, request.address());
      work.denied(Optional.of(session.person()), "sent a request without the page's token");
      throw new DeskError(403, "This did not come from the desk's own page; load it again.");
    }
  }
}
