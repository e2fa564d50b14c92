package skep.secrets.desk;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.secrets.desk.oidc.SignIn;
import skep.secrets.desk.oidc.SignInException;

/** How people come in: signed in by the provider, or by a one-time link; and out again. */
final class Door {
  private static final int MOST_PENDING = 1000;

  private final DeskWork work;
  private final Optional<SignIn> signIn;
  private final Links links;
  private final Sessions sessions;
  private final Guard guard;
  private final Cookies cookies;
  private final DeskOptions options;
  private final InstantSource clock;
  private final Map<String, SignIn.Pending> pending = new HashMap<>();

  /**
   * What people come in by.
   *
   * @param signIn empty where only links are
   */
  record Ways(Optional<SignIn> signIn, Links links) {}

  Door(
      DeskWork work,
      Ways ways,
      Sessions sessions,
      Guard guard,
      DeskOptions options,
      InstantSource clock) {
    this.work = work;
    this.signIn = ways.signIn();
    this.links = ways.links();
    this.sessions = sessions;
    this.guard = guard;
    this.cookies = new Cookies(options.isSecure());
    this.options = options;
    this.clock = clock;
  }

  Optional<Session> session(Request request) {
    return sessions.find(request.cookie(cookies.session()));
  }

  /** Who is there, for the page; with what it has to repeat when it does something. */
  Answer who(Request request) {
    return Answer.json(200, Views.session(session(request), signIn.isPresent()));
  }

  /** Uses a link up. A page that only shows it, or a preview, uses nothing up. */
  Answer link(Request request) throws IOException {
    String token = Body.of(request, "token").text("token");
    Optional<DeskPerson> signedIn = session(request).map(Session::person);
    return switch (links.redeem(token, signedIn)) {
      case Links.Redeemed.Good(var link) -> {
        refuse(link.person());
        work.entered(link.person(), "by a link to " + link.name());
        yield entered(request, link.person(), Optional.of(link), Answer.json(200, Views.object()));
      }
      case Links.Redeemed.Stolen(var link) -> {
        guard.passes(Guard.Kind.MISS, request.address());
        work.denied(
            signedIn,
            "followed a link that was given to %s for %s; it is good for nobody any more"
                .formatted(link.person().name(), link.name()));
        throw new DeskError(403, "This link was given to somebody else. It is used up now.");
      }
      case Links.Redeemed.Dead() -> {
        guard.passes(Guard.Kind.MISS, request.address());
        work.denied(signedIn, "followed a link that is good no more, from " + request.address());
        throw new DeskError(
            403,
            "This link was used before, or is older than ten minutes. Ask for another in chat.");
      }
    };
  }

  private Answer entered(
      Request request, DeskPerson person, Optional<Links.Link> link, Answer answer) {
    String id =
        sessions.begin(person, link.map(Links.Link::name), request.cookie(cookies.session()));
    return cookies.begin(answer, id);
  }

  private void refuse(DeskPerson person) {
    Optional<String> refusal = work.refusal(person);
    if (refusal.isPresent()) {
      work.denied(Optional.of(person), "is not allowed: " + refusal.get());
      throw new DeskError(403, refusal.get());
    }
  }

  Answer signIn() {
    SignIn.Begun begun = provider().begin();
    String id = Token.random();
    keep(id, begun.pending());
    return cookies.signIn(Answer.redirect(begun.redirect().toString()), id);
  }

  private SignIn provider() {
    return signIn.orElseThrow(() ->
        new DeskError(404, "Nobody can sign in here: ask for a link with /secrets set in chat."));
  }

  private synchronized void keep(String id, SignIn.Pending one) {
    Instant old = clock.instant().minus(Links.LIFE);
    pending.values().removeIf(other -> other.began().isBefore(old));
    if (pending.size() >= MOST_PENDING) {
      throw new DeskError(503, "Too many sign in at a time. Try again in some minutes.");
    }
    pending.put(id, one);
  }

  private synchronized Optional<SignIn.Pending> taken(Request request) {
    return request
        .cookie(cookies.signingIn())
        .flatMap(id -> Optional.ofNullable(pending.remove(id)));
  }

  /** Back from the provider. */
  Answer signedIn(Request request) {
    try {
      SignIn.Pending began =
          taken(request)
              .orElseThrow(() ->
                  SignInException.refused(
                      "This sign-in was not begun in this browser, or too long ago."));
      SignIn.Subject subject = provider().finish(began, query(request.query()));
      DeskPerson person = known(subject);
      refuse(person);
      work.entered(person, "signed in");
      return cookies.signedIn(
          entered(request, person, Optional.empty(), Answer.redirect(options.pageAddress())));
    } catch (SignInException e) {
      guard.passes(Guard.Kind.MISS, request.address());
      work.denied(Optional.empty(), "could not sign in from " + request.address());
      throw new DeskError(e.failed() ? 502 : 403, e.getMessage());
    }
  }

  private DeskPerson known(SignIn.Subject subject) {
    return work.person(subject.id(), subject.name())
        .orElseThrow(() -> {
          work.denied(Optional.empty(), "signed in as somebody the estate does not know");
          return new DeskError(
              403,
              "You are signed in, and the estate does not know you. In skep.yaml: secrets: {desk: {%s: {subject: \"%s\", chat: \"your user id in chat\"}}}"
                  .formatted(subject.name(), subject.id()));
        });
  }

  private static Map<String, List<String>> query(String raw) {
    Map<String, List<String>> fields = new HashMap<>();
    for (String pair : raw.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        fields
            .computeIfAbsent(decoded(pair.substring(0, equals)), _ -> new ArrayList<>())
            .add(decoded(pair.substring(equals + 1)));
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new DeskError(400, "This address is not whole.");
    }
  }

  Answer out(Request request) {
    sessions.end(request.cookie(cookies.session()));
    return cookies.end(Answer.json(200, Views.object()));
  }
}
