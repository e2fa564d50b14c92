package skep.secrets.vault;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import skep.secrets.repository.Revision;

/**
 * What is known of a secret besides its value.
 *
 * @param locked whether no key at hand opens its file
 * @param changed the commit its value dates from; empty where that is not known
 * @param expires the day until which its value is good
 * @param generated whether the estate says how a new value is made
 * @param covered whether redaction takes it out of texts; a very short one it leaves
 */
public record Secret(
    SecretName name,
    boolean locked,
    Optional<Revision> changed,
    Optional<LocalDate> expires,
    boolean generated,
    boolean covered) {

  public Optional<Long> daysOld(Instant now) {
    return changed.map(revision -> Math.max(0, Duration.between(revision.when(), now).toDays()));
  }

  /** Negative where the day is over. */
  public Optional<Long> daysLeft(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return expires.map(day -> day.toEpochDay() - today.toEpochDay());
  }
}
