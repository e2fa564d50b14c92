package skep.secrets.desk.oidc;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import skep.secrets.redaction.SecretValue;

/** Whoever tells the desk who somebody is. */
public interface SignIn {
  /**
   * Where to send the browser, and what must be kept until it comes back: on the server, bound to
   * that one browser.
   *
   * @throws SignInException where the provider cannot be asked now
   */
  Begun begin();

  /**
   * Who came back. The caller sees to it that a pending sign-in is finished at most once, whatever
   * comes of it.
   *
   * @param callback the query the provider sent the browser back with, decoded
   * @throws SignInException with a sentence for that person, where they are not signed in
   */
  Subject finish(Pending pending, Map<String, List<String>> callback);

  record Begun(URI redirect, Pending pending) {}

  /** Opaque to who keeps it; worth as much as a password while it is pending. */
  record Pending(String state, String nonce, SecretValue verifier, Instant began) {
    @Override
    public String toString() {
      return "Pending[began=" + began + "]";
    }
  }

  /**
   * @param id the provider's own for this person, which it never gives to another one
   * @param name what the person is called there: to be shown, never to be trusted
   * @param email only where the provider says it verified it
   */
  record Subject(String id, String name, Optional<String> email) {
    public Subject {
      if (id.isBlank()) {
        throw new IllegalArgumentException("a subject without an id");
      }
    }
  }
}
