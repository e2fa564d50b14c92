package skep.secrets.desk;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import skep.secrets.vault.SecretName;

/** Who is at the desk. Kept in memory: a bot that is restarted asks everybody to sign in again. */
final class Sessions {
  private static final int MOST = 1000;

  private final InstantSource clock;
  private final Map<String, Session> byId = new HashMap<>();

  Sessions(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Always under a new id: one that was there before somebody signed in is worth nothing.
   *
   * @param before the id the browser came with
   */
  synchronized String begin(DeskPerson person, Optional<SecretName> only, Optional<String> before) {
    Instant now = clock.instant();
    before.ifPresent(byId::remove);
    byId.values().removeIf(session -> session.isOver(now));
    if (byId.size() >= MOST) {
      byId.entrySet().stream()
          .min(Map.Entry.comparingByValue((one, other) -> one.used().compareTo(other.used())))
          .map(Map.Entry::getKey)
          .ifPresent(byId::remove);
    }
    String id = Token.random();
    byId.put(id, new Session(person, Token.random(), only, now, now));
    return id;
  }

  synchronized Optional<Session> find(Optional<String> id) {
    Instant now = clock.instant();
    Optional<Session> session =
        id.flatMap(one -> Optional.ofNullable(byId.get(one))).filter(one -> !one.isOver(now));
    session.ifPresent(one -> byId.put(id.orElseThrow(), one.at(now)));
    return session;
  }

  synchronized void end(Optional<String> id) {
    id.ifPresent(byId::remove);
  }
}
