package skep.commands.backup;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.chat.SetupException;
import skep.commands.incidents.Incidents;
import skep.commands.planning.Estates.EstateAt;
import skep.deploy.backup.Backups;
import skep.deploy.backup.Entry;
import skep.deploy.backup.History;
import skep.deploy.backup.Run;
import skep.deploy.backup.RunKind;
import skep.deploy.backup.RunRecords.Begun;
import skep.deploy.backup.Watch;
import skep.deploy.backup.Words;
import skep.deploy.estate.AccessPolicy.Capability;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.incident.Alert;
import skep.deploy.incident.Alert.Severity;
import skep.deploy.release.Lease;
import skep.deploy.swarm.InterruptedRunException;
import skep.deploy.times.Due;
import skep.deploy.times.Lateness;
import skep.deploy.times.Past;
import skep.deploy.times.Schedule;
import skep.secrets.repository.LockedFileException;

/**
 * Looks now and then what is due, what was left by a bot that is gone, and what is late. What is to
 * be done follows from records alone, so it does not matter when it looks, or which bot does.
 */
public final class BackupRounds {
  private static final Logger LOG = Logger.getLogger(BackupRounds.class.getName());

  private static final String SETUP = "backup setup";

  private final BackupWork work;
  private final BackupNews news;
  private final Incidents incidents;
  private final Executor runs;
  private final InstantSource clock;
  private final Set<String> atWork = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> known = new ConcurrentHashMap<>();

  /**
   * @param runs each run takes a thread for as long as it takes
   */
  public BackupRounds(
      BackupWork work, BackupNews news, Incidents incidents, Executor runs, InstantSource clock) {
    this.work = work;
    this.news = news;
    this.incidents = incidents;
    this.runs = runs;
    this.clock = clock;
  }

  /** One thing a schedule is for. */
  private record Scheduled(
      RunKind kind, String source, Schedule schedule, Duration catchUp, Duration late) {
    String key() {
      return kind + " " + source;
    }
  }

  /** The schedules of the estate as it is now; empty where nothing is backed up. */
  public List<Schedule> schedules() {
    return work.lastSeen().rules().backup().map(BackupRounds::scheduled).orElse(List.of()).stream()
        .map(Scheduled::schedule)
        .toList();
  }

  /** Called at every due moment and now and then; begins what is to be done and does not wait. */
  public void look() {
    // A git server that is away keeps nobody from backing up; others look for new commits.
    EstateAt head = work.lastSeen();
    Optional<BackupPolicy> policy = head.rules().backup();
    Optional<Backups> open = policy.flatMap(known -> open(head, known));
    if (open.isEmpty()) {
      return;
    }
    Backups backups = open.get();
    List<Begun> runs = backups.runs();
    runs.stream()
        .filter(begun -> begun.ended().isEmpty())
        .forEach(begun -> resume(head, policy.get(), begun.run()));
    Map<String, History> histories = backups.histories();
    for (Scheduled one : scheduled(policy.get())) {
      History history = histories.getOrDefault(one.source(), History.empty(one.source()));
      if (isPossible(one, histories)) {
        look(head, policy.get(), one, past(backups, runs, one, policy.get(), history));
      }
    }
    // Last: what cannot be removed yet keeps nobody from backing up.
    backups.sweep(runs);
  }

  /** Empty where the estate lacks something, which is an incident. */
  private Optional<Backups> open(EstateAt head, BackupPolicy policy) {
    try {
      Backups backups = work.open(head, policy);
      incidents.resolve(SETUP, "what was missing is there");
      return Optional.of(backups);
    } catch (SetupException | LockedFileException e) {
      incidents.raise(
          new Alert(
              SETUP,
              Capability.BACKUP,
              Severity.CRITICAL,
              "no backup can be made",
              List.of(e.getMessage()),
              "/backup"));
      return Optional.empty();
    }
  }

  /** What has no snapshot yet can be backed up, and nothing else. */
  private static boolean isPossible(Scheduled one, Map<String, History> histories) {
    return one.kind() == RunKind.BACKUP
        || histories.values().stream()
            .filter(history ->
                one.source().equals(History.REPOSITORY) || history.source().equals(one.source()))
            .anyMatch(History::hasSnapshot);
  }

  private static List<Scheduled> scheduled(BackupPolicy policy) {
    List<Scheduled> all = new ArrayList<>();
    policy
        .sources()
        .forEach((name, source) -> {
          source
              .schedule()
              .ifPresent(cron ->
                  all.add(
                      new Scheduled(
                          RunKind.BACKUP,
                          name,
                          Schedule.parse(cron, policy.zone()),
                          source.catchUp(),
                          source.late())));
          policy
              .restoreTest()
              .ifPresent(test ->
                  all.add(
                      new Scheduled(
                          RunKind.RESTORE_TEST,
                          name,
                          Schedule.parse(test.schedule(), policy.zone()),
                          Duration.ofDays(1),
                          Duration.ofDays(1))));
        });
    all.add(
        new Scheduled(
            RunKind.CHECK,
            History.REPOSITORY,
            Schedule.parse(policy.check().schedule(), policy.zone()),
            Duration.ofHours(12),
            Duration.ofDays(1)));
    all.add(
        new Scheduled(
            RunKind.PRUNE,
            History.REPOSITORY,
            Schedule.parse(policy.prune().schedule(), policy.zone()),
            Duration.ofDays(1),
            Duration.ofDays(2)));
    return all;
  }

  private Past past(
      Backups backups, List<Begun> runs, Scheduled one, BackupPolicy policy, History history) {
    Set<Instant> begun = new HashSet<>();
    runs.stream()
        .map(Begun::run)
        .filter(run -> run.kind() == one.kind() && run.source().equals(one.source()))
        .forEach(run -> begun.add(run.begun()));
    Set<Instant> successes = new HashSet<>();
    Set<String> nodes =
        one.kind() == RunKind.BACKUP
            ? Set.copyOf(backups.nodes(policy.sources().get(one.source())))
            : one.kind() == RunKind.RESTORE_TEST ? history.nodes() : Set.of("");
    history.lastSuccess(one.kind(), nodes).ifPresent(successes::add);
    Instant since =
        history.entries().stream()
            .filter(entry -> entry.kind() == one.kind())
            .map(Entry::begun)
            .min(Instant::compareTo)
            .orElseGet(() -> known.computeIfAbsent(one.key(), _ -> clock.instant()));
    return new Past(begun, successes, since);
  }

  private void look(EstateAt head, BackupPolicy policy, Scheduled one, Past past) {
    Instant now = clock.instant();
    // Before a run is begun, whose success is the end of it.
    Lateness.of(one.schedule(), one.late(), past, now)
        .ifPresent(late ->
            incidents.raise(
                alert(
                    one,
                    "is late",
                    "no success since it was due at %s, %s ago"
                        .formatted(late.due(), Words.time(late.by())))));
    switch (Due.of(one.schedule(), one.catchUp(), past, now)) {
      case Due.NothingDue() -> {}
      case Due.RunNow(var slot) -> begin(head, policy, run(head, one, slot));
      case Due.MissedTooLong(var slot, var since) -> {
        work.open(head, policy).giveUp(run(head, one, slot));
        incidents.raise(
            alert(
                one,
                "was missed",
                "the run of %s was not made, nor any since %s".formatted(slot, since)));
      }
    }
  }

  private static Alert alert(Scheduled one, String what, String evidence) {
    boolean all = one.source().equals(History.REPOSITORY);
    return new Alert(
        BackupNews.lateKey(one.kind(), one.source()),
        Capability.BACKUP,
        one.kind() == RunKind.BACKUP ? Severity.CRITICAL : Severity.WARNING,
        "the %s of %s %s"
            .formatted(
                one.kind().word().replace('-', ' '), all ? "the repository" : one.source(), what),
        List.of(evidence),
        all ? "/backup verify" : "/backup status " + one.source());
  }

  private static Run run(EstateAt head, Scheduled one, Instant slot) {
    return new Run(one.kind(), one.source(), slot, Run.SCHEDULE, head.commit().sha(), "");
  }

  private void begin(EstateAt head, BackupPolicy policy, Run run) {
    apart(run, () -> work.begin(head, policy, run, Watch.NONE));
  }

  private void resume(EstateAt head, BackupPolicy policy, Run left) {
    apart(left, () -> news.ended(work.resume(head, policy, left)));
  }

  /** On a thread of its own, unless this bot is at it. */
  private void apart(Run run, Runnable what) {
    if (!atWork.add(run.id())) {
      return;
    }
    runs.execute(() -> {
      try {
        what.run();
      } catch (Backups.BusyException e) {
        LOG.log(Level.FINE, "{0}: {1}", new Object[] {run.id(), e.getMessage()});
      } catch (InterruptedRunException | Lease.LeaseLostException e) {
        LOG.log(Level.FINE, "{0} is left to another bot", run.id());
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, run.id() + " did not come to its end; it is tried again", e);
      } finally {
        atWork.remove(run.id());
      }
    });
  }
}
