package skep.secrets.desk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import skep.secrets.vault.SecretName;

/**
 * One-time links: each opens one secret, for one person, once, within ten minutes. They live in
 * memory alone; a bot that is restarted has given none.
 */
public final class Links {
  public static final Duration LIFE = Duration.ofMinutes(10);

  /** Nobody needs so many at a time; the oldest go first. */
  private static final int MOST = 1000;

  private final InstantSource clock;
  private final Map<String, Link> open = new HashMap<>();

  /** What a link is good for. */
  record Link(SecretName name, DeskPerson person, Instant until) {}

  /** What became of a link somebody followed. */
  sealed interface Redeemed {
    record Good(Link link) implements Redeemed {}

    /** Somebody else's, who must not have it: it is good for nobody any more. */
    record Stolen(Link link) implements Redeemed {}

    /** Used before, too old, or never given; which of them is nobody's business. */
    record Dead() implements Redeemed {}
  }

  public Links(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @return the secret part of the link
   */
  public synchronized String give(SecretName name, DeskPerson person) {
    Instant now = clock.instant();
    open.values().removeIf(link -> !now.isBefore(link.until()));
    if (open.size() >= MOST) {
      open.entrySet().stream()
          .min(Map.Entry.comparingByValue((one, other) -> one.until().compareTo(other.until())))
          .map(Map.Entry::getKey)
          .ifPresent(open::remove);
    }
    String token = Token.random();
    open.put(token, new Link(name, person, now.plus(LIFE)));
    return token;
  }

  /**
   * Uses a link up.
   *
   * @param signedIn who is known to be at that browser; empty where nobody is
   */
  synchronized Redeemed redeem(String token, Optional<DeskPerson> signedIn) {
    Optional<Link> link =
        Optional.ofNullable(open.remove(token))
            .filter(one -> clock.instant().isBefore(one.until()));
    return link.<Redeemed>map(one ->
            signedIn.filter(person -> !person.id().equals(one.person().id())).isPresent()
                ? new Redeemed.Stolen(one)
                : new Redeemed.Good(one))
        .orElseGet(Redeemed.Dead::new);
  }
}
