package skep.commands.backup;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.deploy.backup.Backups;
import skep.deploy.backup.Report;
import skep.deploy.backup.Run;
import skep.deploy.backup.RunKind;
import skep.deploy.backup.Watch;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.release.Release.Actor;

/** Carries runs out, whoever asked for them, and lets everybody know who should. */
public final class BackupWork {
  private final Estates estates;
  private final BackupsAt backups;
  private final BackupNews news;
  private final InstantSource clock;

  public BackupWork(Estates estates, BackupsAt backups, BackupNews news, InstantSource clock) {
    this.estates = estates;
    this.backups = backups;
    this.news = news;
    this.clock = clock;
  }

  EstateAt lastSeen() {
    return estates.lastSeen();
  }

  Backups open(EstateAt head, BackupPolicy policy) {
    return backups.open(head, policy);
  }

  /** A run that begins now. */
  Run run(RunKind kind, String source, Actor by, EstateAt head, String origin) {
    return new Run(kind, source, clock.instant(), by, head.commit().sha(), origin);
  }

  /**
   * Begins a run and carries it out; empty where it was begun already, by this bot or another.
   *
   * @throws Backups.BusyException where another run of the source is under way
   */
  Optional<Report> begin(EstateAt head, BackupPolicy policy, Run run, Watch watch) {
    Backups open = open(head, policy);
    return open.begin(run)
        ? Optional.of(told(policy, open.carryOut(run, policy, watch), open))
        : Optional.empty();
  }

  /** Carries out what was begun by a bot that is gone. */
  Report resume(EstateAt head, BackupPolicy policy, Run run) {
    Backups open = open(head, policy);
    return told(policy, open.carryOut(run, policy, Watch.NONE), open);
  }

  private Report told(BackupPolicy policy, Report report, Backups open) {
    news.tell(policy, report, open);
    return report;
  }

  /** The sources a word means: all where it is empty. */
  static List<String> sources(BackupPolicy policy, String word) {
    return word.isEmpty() ? List.copyOf(policy.sources().keySet()) : List.of(word);
  }
}
