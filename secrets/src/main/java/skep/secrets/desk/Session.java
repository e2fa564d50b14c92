package skep.secrets.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import skep.secrets.vault.SecretName;

/**
 * Somebody at one browser.
 *
 * @param csrf what every request that does something has to repeat
 * @param only the one secret a link opened; empty for who signed in
 */
record Session(
    DeskPerson person, String csrf, Optional<SecretName> only, Instant began, Instant used) {
  /** Without a sign of life for so long it is over. */
  static final Duration IDLE = Duration.ofMinutes(15);

  static final Duration LONGEST = Duration.ofHours(8);

  boolean isOver(Instant now) {
    Duration whole = only.isPresent() ? Links.LIFE : LONGEST;
    return !now.isBefore(began.plus(whole)) || !now.isBefore(used.plus(IDLE));
  }

  boolean mayTouch(SecretName name) {
    return only.isEmpty() || only.get().equals(name);
  }

  Session at(Instant now) {
    return new Session(person, csrf, only, began, now);
  }
}
