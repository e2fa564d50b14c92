package skep.commands.secrets;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import skep.commands.access.Audit;
import skep.commands.chat.Person;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates.EstateAt;
import skep.deploy.release.Consent;
import skep.deploy.release.Release.Actor;
import skep.secrets.vault.SecretName;

/** What happened at the desk, in the audit and in the alert room; never a value. */
final class DeskRecord {
  private static final Person NOBODY = new Person("unknown", "somebody");

  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(20);

  private final Notice notice;
  private final Map<String, Instant> turnedAway = new HashMap<>();
  private final InstantSource clock;

  DeskRecord(Notice notice, InstantSource clock) {
    this.notice = notice;
    this.clock = clock;
  }

  void seen(EstateAt head, Person by, SecretName name) {
    audit(by, "see " + name, "shown");
    notice.tell(
        head, key("seen", by), told(by, ":eyes: %s looked at %s at the Secrets desk.", name));
  }

  void changed(EstateAt head, Person by, SecretName name, String where) {
    audit(by, "set " + name, "done: " + where);
    notice.tell(
        head,
        key("changed", by),
        told(by, ":key: %s changed %s at the Secrets desk: " + where + ".", name));
  }

  void refused(EstateAt head, Person by, SecretName name, String why) {
    audit(by, "set " + name, "refused: " + why);
    notice.tell(
        head,
        key("refused", by),
        told(by, ":no_entry: %s could not change %s at the Secrets desk.", name));
  }

  void entered(Person by, String how) {
    audit(by, "enter", how);
  }

  /** Who knocks a hundred times in an hour is told of once, with the last of it. */
  void denied(EstateAt head, Optional<Person> who, String what) {
    Person by = who.orElse(NOBODY);
    audit(by, "enter", "denied: " + what);
    if (isFlood(by)) {
      return;
    }
    notice.tell(
        head,
        "desk denied %s %s".formatted(by.id(), clock.instant().truncatedTo(ChronoUnit.HOURS)),
        ":no_entry: The Secrets desk turned %s away: %s."
            .formatted(
                who.map(person -> Quoted.person(person.username())).orElse("somebody"),
                Quoted.code(what)));
  }

  /** The audit has them all; a room is not written to at the pace of who knocks. */
  private synchronized boolean isFlood(Person by) {
    Instant now = clock.instant();
    turnedAway.values().removeIf(last -> !last.plus(BETWEEN_WORDS).isAfter(now));
    return turnedAway.putIfAbsent(by.id(), now) != null;
  }

  private static String told(Person by, String text, SecretName name) {
    return text.formatted(Quoted.person(by.username()), Quoted.code(name.toString()));
  }

  private String key(String what, Person by) {
    Instant now = clock.instant();
    return "desk %s %s %s".formatted(what, by.id(), now);
  }

  private static void audit(Person by, String what, String result) {
    Audit.note(
        new Actor(by.id(), by.username()),
        "secrets desk: " + what,
        Optional.empty(),
        Consent.NOT_ASKED,
        result);
  }
}
