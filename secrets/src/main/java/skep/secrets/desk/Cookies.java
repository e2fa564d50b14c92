package skep.secrets.desk;

/**
 * The desk's two cookies: who is there, which no other site can make a browser send; and what a
 * sign-in that is under way is known by, which has to come back from the provider's site.
 */
final class Cookies {
  private final boolean secure;

  Cookies(boolean secure) {
    this.secure = secure;
  }

  /** Browsers take a name with {@code __Host-} from this very host over https alone. */
  String session() {
    return secure ? "__Host-skep-desk" : "skep-desk";
  }

  String signingIn() {
    return secure ? "__Host-skep-sign-in" : "skep-sign-in";
  }

  Answer begin(Answer answer, String session) {
    return answer.with("Set-Cookie", cookie(session(), session, "Strict", ""));
  }

  Answer end(Answer answer) {
    return answer.with("Set-Cookie", cookie(session(), "", "Strict", "; Max-Age=0"));
  }

  Answer signIn(Answer answer, String pending) {
    return answer.with("Set-Cookie", cookie(signingIn(), pending, "Lax", "; Max-Age=600"));
  }

  Answer signedIn(Answer answer) {
    return answer.with("Set-Cookie", cookie(signingIn(), "", "Lax", "; Max-Age=0"));
  }

  private String cookie(String name, String value, String site, String more) {
    return "%s=%s; Path=/; HttpOnly; SameSite=%s%s%s"
        .formatted(name, value, site, secure ? "; Secure" : "", more);
  }
}
