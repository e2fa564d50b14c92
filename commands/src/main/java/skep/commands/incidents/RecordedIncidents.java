package skep.commands.incidents;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.chat.Person;
import skep.deploy.incident.Alert;
import skep.deploy.incident.Incident;
import skep.deploy.incident.IncidentRecords;
import skep.deploy.incident.IncidentRecords.Change;
import skep.deploy.incident.Mark;
import skep.deploy.release.Release.Actor;

/**
 * Incidents that outlive the bot. Each is told in the alert room, in one message that is rewritten;
 * many at once share one. What nobody acknowledges is called out again every six hours, what
 * somebody did every day, what is silenced when the silence ends.
 */
public final class RecordedIncidents implements Incidents {
  private static final Logger LOG = Logger.getLogger(RecordedIncidents.class.getName());
  private static final int MOST_LATER = 200;

  private final IncidentRecords records;
  private final AlertRoom room;
  private final UnaryOperator<String> redaction;
  private final InstantSource clock;
  private final Background background;
  private final Tempo tempo = Tempo.DEFAULT;

  /** What this bot told last, by key. */
  private final Map<String, Incident> told = new ConcurrentHashMap<>();

  /** What could not be kept yet, by key; the newest word on each. */
  private final Map<String, Runnable> later = new HashMap<>();

  /**
   * @param redaction takes known secret values out of a text
   * @param background of what is new
   */
  public RecordedIncidents(
      IncidentRecords records,
      AlertRoom room,
      UnaryOperator<String> redaction,
      Background background,
      InstantSource clock) {
    this.background = background;
    this.records = records;
    this.room = room;
    this.redaction = redaction;
    this.clock = clock;
  }

  @Override
  public void raise(Alert alert) {
    now(alert.key(), () -> keep(alert.redacted(redaction)));
  }

  @Override
  public void resolve(String key, String how) {
    now(key, () -> records.resolve(key, redaction.apply(how)).ifPresent(this::tell));
  }

  private synchronized void now(String key, Runnable change) {
    later.remove(key);
    try {
      change.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "what is wrong with '" + key + "' is kept later", e);
      if (later.size() < MOST_LATER) {
        later.put(key, change);
      }
    }
  }

  private void keep(Alert alert) {
    boolean known = records.find(alert.key()).filter(one -> !one.isResolved()).isPresent();
    List<Incident> all = known ? List.of() : records.all();
    if (all.stream().filter(one -> !one.isResolved()).count() >= tempo.most()) {
      LOG.log(
          Level.WARNING,
          "{0} incidents are open, so nobody hears of one more: {1}",
          new Object[] {tempo.most(), alert.subject()});
      return;
    }
    Supplier<Optional<String>> group = () -> tempo.group(all, clock.instant());
    records.raise(known ? alert : withBackground(alert), group).ifPresent(this::tell);
  }

  private Alert withBackground(Alert alert) {
    String about = alert.subject() + "\n" + String.join("\n", alert.evidence());
    return alert.withBackground(background.lines(about).stream().map(redaction).toList());
  }

  @Override
  public synchronized boolean acknowledge(String key, Person by) {
    return told(records.acknowledge(key, actor(by)));
  }

  @Override
  public synchronized boolean silence(String key, Person by, Instant until) {
    return told(records.silence(key, actor(by), until));
  }

  @Override
  public List<Incident> open() {
    return records.all().stream().filter(one -> !one.isResolved()).toList();
  }

  /**
   * Whether there are messages of this room that persons may react to, by what they are told under.
   * Asks nobody.
   */
  public List<String> announcements() {
    return told.values().stream()
        .filter(one -> !one.isResolved())
        .map(Incident::announcement)
        .distinct()
        .toList();
  }

  /**
   * Acts upon what persons say at a message, for all it tells of. Of those who may not, nothing is
   * heard. May throw where the records do not answer.
   *
   * @param announcement what it is told under
   * @param standing all that is said there now
   */
  public synchronized void marked(String announcement, List<Mark> standing) {
    for (Incident incident : records.all()) {
      if (!incident.isResolved() && incident.announcement().equals(announcement)) {
        List<Mark> allowed =
            standing.stream()
                .filter(mark -> !incident.fresh(List.of(mark)).isEmpty())
                .filter(mark -> room.heeds(incident, mark))
                .toList();
        told(records.mark(incident.key(), incident.generation(), standing, allowed));
      }
    }
  }

  /**
   * Called now and then: calls again where it is time, tells what another bot has changed or could
   * not tell any more, and forgets what is over.
   */
  public synchronized void look() {
    Map.copyOf(later).forEach(this::now);
    Instant now = clock.instant();
    List<Change> called = new ArrayList<>();
    for (Incident incident : records.all()) {
      if (tempo.isDue(incident, now)) {
        records.call(incident.key(), one -> tempo.isDue(one, now)).ifPresent(called::add);
      }
    }
    records.prune();
    List<Incident> all = records.all();
    all.stream()
        .filter(one -> !one.equals(told.get(one.key())))
        .map(Incident::announcement)
        .distinct()
        .forEach(announcement -> tell(announcement, all));
    told.keySet().removeIf(key -> all.stream().noneMatch(one -> one.key().equals(key)));
    if (!called.isEmpty()) {
      room.remind(called, now);
    }
  }

  private boolean told(Optional<Change> change) {
    change.ifPresent(this::tell);
    return change.isPresent();
  }

  private void tell(Change change) {
    Incident incident = change.after();
    List<Incident> all = incident.group().isPresent() ? records.all() : List.of(incident);
    tell(incident.announcement(), all);
  }

  private void tell(String announcement, List<Incident> all) {
    List<Incident> together =
        all.stream().filter(one -> one.announcement().equals(announcement)).toList();
    if (room.tell(announcement, together)) {
      together.forEach(one -> told.put(one.key(), one));
    }
  }

  private static Actor actor(Person person) {
    return new Actor(person.id(), person.username());
  }
}
