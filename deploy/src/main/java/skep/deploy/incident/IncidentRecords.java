package skep.deploy.incident;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.deploy.incident.Incident.State;
import skep.deploy.release.RecordData;
import skep.deploy.release.RecordLabels;
import skep.deploy.release.RecordNames;
import skep.deploy.release.RecordStore;
import skep.deploy.release.RecordStore.Stored;
import skep.deploy.release.Release.Actor;

/**
 * Incidents as records {@code skep-incident-<hash of the key>}, one a key, changed by
 * compare-and-set: of bots that say the same at once, one makes the incident and the others find it
 * there. What was resolved stays for a week.
 */
public final class IncidentRecords {
  /** How long what was resolved is kept. */
  public static final Duration KEPT = Duration.ofDays(7);

  /** The same found again sooner is not worth a write. */
  public static final Duration MOMENT = Duration.ofMinutes(10);

  private static final Logger LOG = Logger.getLogger(IncidentRecords.class.getName());
  private static final String INCIDENT = "skep.incident";
  private static final String GOING = "skep.state";
  private static final Map<String, String> ALL = Map.of(RecordLabels.RECORD, "incident");

  private final RecordStore store;
  private final InstantSource clock;

  public IncidentRecords(RecordStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** What a call has changed. */
  public record Change(Optional<Incident> before, Incident after) {}

  /** All that are there, and what was resolved lately; the oldest first. */
  public List<Incident> all() {
    return store.list(ALL).stream()
        .flatMap(stored -> read(stored).stream())
        .sorted(Comparator.comparing(Incident::since).thenComparing(Incident::key))
        .toList();
  }

  public Optional<Incident> find(String key) {
    return store.find(name(key)).flatMap(IncidentRecords::read);
  }

  /**
   * @param group what it is told with, asked where it is a new incident
   * @return empty where nothing of it is new
   */
  public Optional<Change> raise(Alert alert, Supplier<Optional<String>> group) {
    return change(
        alert.key(),
        before -> {
          Instant now = clock.instant();
          Optional<Incident> there = before.filter(one -> !one.isResolved());
          if (there.isEmpty()) {
            long last = before.map(Incident::generation).orElse(0L);
            // After a week nothing is known of earlier ones: the time tells them apart as well.
            long generation = Math.max(last + 1, now.getEpochSecond());
            return Optional.of(Incident.first(alert, generation, now, group.get()));
          }
          Alert again = alert.withBackground(there.get().alert().background());
          boolean told = there.get().alert().equals(again);
          return there
              .filter(one -> !told || !now.isBefore(one.lastSeen().plus(MOMENT)))
              .map(one -> one.again(again, now));
        });
  }

  /** Empty where there is none of this key that is not resolved. */
  public Optional<Change> resolve(String key, String how) {
    return changeOpen(key, one -> one.in(new State.Resolved(clock.instant(), how), one.called()));
  }

  public Optional<Change> acknowledge(String key, Actor by) {
    Instant now = clock.instant();
    return changeOpen(key, one -> one.in(new State.Acknowledged(by, now), now));
  }

  public Optional<Change> silence(String key, Actor by, Instant until) {
    return changeOpen(key, one -> one.in(new State.Silenced(by, until), clock.instant()));
  }

  /**
   * Acts upon marks, each once.
   *
   * @param generation of the incident they stand on
   * @param standing all that stand there now
   * @param allowed those of them whose authors may
   */
  public Optional<Change> mark(
      String key, long generation, Collection<Mark> standing, Collection<Mark> allowed) {
    return changeOpen(
        key,
        one ->
            one.generation() == generation ? one.marked(standing, allowed, clock.instant()) : one);
  }

  /**
   * Notes that somebody is called once more: for exactly one of those who ask at once.
   *
   * @param due whether it is time
   */
  public Optional<Change> call(String key, Predicate<Incident> due) {
    return changeOpen(key, one -> due.test(one) ? one.calledAgain(clock.instant()) : one);
  }

  private Optional<Change> changeOpen(String key, Function<Incident, Incident> change) {
    return change(key, before -> before.filter(one -> !one.isResolved()).map(change));
  }

  private Optional<Change> change(
      String key, Function<Optional<Incident>, Optional<Incident>> change) {
    while (true) {
      Optional<Stored> stored = store.find(name(key));
      if (stored.filter(IncidentRecords::isGoing).isPresent()) {
        store.remove(stored.get());
        continue;
      }
      Optional<Incident> before = stored.flatMap(IncidentRecords::read);
      Optional<Incident> after = change.apply(before);
      if (after.isEmpty() || after.equals(before)) {
        return Optional.empty();
      }
      try {
        write(stored, after.get());
        return Optional.of(new Change(before, after.get()));
      } catch (RecordStore.NameTakenException | RecordStore.MovedException e) {
        // Another bot was quicker: once more, on top of what it wrote.
      }
    }
  }

  private void write(Optional<Stored> stored, Incident incident) {
    Map<String, String> labels =
        Map.of(RecordLabels.RECORD, "incident", INCIDENT, IncidentJson.write(incident));
    if (stored.isPresent()) {
      store.relabel(stored.get(), labels);
    } else {
      // Random data: after an unanswered write, finding it tells our record from another bot's.
      store.create(
          name(incident.key()),
          labels,
          RecordData.pack(RecordData.object().put("mark", UUID.randomUUID().toString())));
    }
  }

  /**
   * Forgets what was resolved a week ago; what is told as one only together. Marked first, by
   * compare-and-set: what is raised anew in this moment is not lost.
   */
  public void prune() {
    List<Stored> there = store.list(ALL);
    List<Incident> all = there.stream().flatMap(stored -> read(stored).stream()).toList();
    Instant oldest = clock.instant().minus(KEPT);
    for (Stored stored : there) {
      boolean old = read(stored).filter(one -> isOver(one, all, oldest)).isPresent();
      if (old || isGoing(stored)) {
        try {
          store.remove(
              store.relabel(stored, Map.of(RecordLabels.RECORD, "incident", GOING, "going")));
        } catch (RecordStore.MovedException e) {
          LOG.log(Level.FINE, "not forgotten now: {0}", e.getMessage());
        }
      }
    }
  }

  private static boolean isOver(Incident incident, List<Incident> all, Instant oldest) {
    return all.stream()
        .filter(one -> one.announcement().equals(incident.announcement()))
        .allMatch(one -> one.state() instanceof State.Resolved(var at, _) && at.isBefore(oldest));
  }

  private static boolean isGoing(Stored stored) {
    return stored.labels().containsKey(GOING);
  }

  /** Empty also where it was written by another Skep and cannot be read: raised anew, it can. */
  private static Optional<Incident> read(Stored stored) {
    String text = stored.labels().getOrDefault(INCIDENT, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(IncidentJson.read(text));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "the record {0} holds no incident", stored.name());
      return Optional.empty();
    }
  }

  private static String name(String key) {
    return "skep-incident-" + RecordNames.hash(key, 32);
  }
}
