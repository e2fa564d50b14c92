package skep.commands.incidents;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.access.Audit;
import skep.commands.access.Decision;
import skep.commands.access.Policy;
import skep.commands.chat.Announcer;
import skep.commands.chat.Announcer.Announcement;
import skep.commands.chat.Person;
import skep.commands.chat.Room;
import skep.commands.planning.Estates;
import skep.deploy.incident.Incident;
import skep.deploy.incident.Incident.State;
import skep.deploy.incident.IncidentRecords.Change;
import skep.deploy.incident.Mark;

/** Where incidents are told, who is called for them, and whose word counts there. */
public final class AlertRoom {
  private static final Logger LOG = Logger.getLogger(AlertRoom.class.getName());
  private static final int MOST_IGNORED = 1000;

  private final Announcer announcer;
  private final Estates estates;
  private final Access access;

  /** Whom was not listened to already, so that the log says it once. */
  private final Set<String> ignored = new HashSet<>();

  public AlertRoom(Announcer announcer, Estates estates, Access access) {
    this.announcer = announcer;
    this.estates = estates;
    this.access = access;
  }

  /** The room's name; empty where the estate names none. May throw where the estate has errors. */
  public Optional<String> name() {
    return estates.lastSeen().rules().alerts();
  }

  /**
   * Tells of these in one message; false where it has to be tried again.
   *
   * @param together what is told under this; one, or more where they were found at once
   */
  boolean tell(String announcement, List<Incident> together) {
    boolean many = together.getFirst().group().isPresent();
    String text = many ? IncidentText.of(together) : IncidentText.of(together.getFirst());
    List<Incident> open =
        together.stream().filter(one -> one.state() instanceof State.Open).toList();
    return announce(announcement, open, text);
  }

  /** Calls once more, in one new message. */
  void remind(List<Change> called, Instant now) {
    announce(
        "incidents still there at %d, %s"
            .formatted(now.getEpochSecond(), called.getFirst().after().announcement()),
        called.stream().map(Change::after).toList(),
        IncidentText.reminder(called, now));
  }

  private boolean announce(String key, List<Incident> callsFor, String text) {
    try {
      Optional<String> room = name();
      room.ifPresentOrElse(
          name ->
              announcer.tell(
                  new Announcement(name, key, Optional.empty(), persons(callsFor), text)),
          () -> LOG.log(Level.WARNING, "skep.yaml has no chat.alerts, so nobody heard: {0}", text));
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the alert room could not be told", e);
      return false;
    }
  }

  /** Who acknowledged it, or else everybody the estate names for it. */
  private List<String> persons(List<Incident> incidents) {
    Policy policy = estates.lastSeen().policy();
    return incidents.stream()
        .flatMap(one ->
            one.state() instanceof State.Acknowledged(var by, _)
                ? Stream.of(by.id())
                : named(policy, Act.of(one.alert().right())))
        .distinct()
        .toList();
  }

  private static Stream<String> named(Policy policy, Act act) {
    return Optional.ofNullable(policy.rules().get(act)).stream()
        .flatMap(rule -> rule.persons().values().stream().sorted());
  }

  /** Whether this person may say what is done about it; the audit has either answer. */
  synchronized boolean heeds(Incident incident, Mark mark) {
    Person by = new Person(mark.by().id(), mark.by().name());
    String line =
        switch (mark.sign()) {
              case ACKNOWLEDGE -> "acknowledge ";
              case SILENCE -> "silence ";
            }
            + incident.key();
    Policy policy = estates.lastSeen().policy();
    Room room = new Room("alerts", name().orElse(""), false);
    Decision decision = access.may(Act.of(incident.alert().right()), by, room, policy);
    return switch (decision) {
      case Decision.Allowed _ -> {
        Audit.byReaction(by, line);
        yield true;
      }
      case Decision.Denied(var why, _) -> {
        if (ignored.size() > MOST_IGNORED) {
          ignored.clear();
        }
        if (ignored.add(by.id() + " " + line + incident.generation())) {
          Audit.notObeyed(by, line, why);
        }
        yield false;
      }
    };
  }
}
