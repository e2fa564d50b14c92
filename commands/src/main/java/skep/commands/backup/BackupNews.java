package skep.commands.backup;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import skep.commands.incidents.Incidents;
import skep.deploy.backup.Backups;
import skep.deploy.backup.Entry;
import skep.deploy.backup.History;
import skep.deploy.backup.Report;
import skep.deploy.backup.RunKind;
import skep.deploy.backup.Verdict;
import skep.deploy.bucket.Finding;
import skep.deploy.estate.AccessPolicy.Capability;
import skep.deploy.estate.BackupPolicy;
import skep.deploy.incident.Alert;
import skep.deploy.incident.Alert.Severity;

/** What becomes of a run's end: an incident or the end of one, and a sign of life outside. */
public final class BackupNews {
  private static final Logger LOG = Logger.getLogger(BackupNews.class.getName());

  /** A lock of the repository stood in the way. */
  public static final String LOCKED = "backup lock";

  private static final String RULES = "backup bucket rules";

  private final Incidents incidents;
  private final Consumer<URI> ping;
  private final Consumer<Report> told;
  private final InstantSource clock;

  /**
   * @param ping calls an address, so that something outside notices silence
   * @param told where a run's end is told that nobody waits for any more
   */
  public BackupNews(
      Incidents incidents, Consumer<URI> ping, Consumer<Report> told, InstantSource clock) {
    this.incidents = incidents;
    this.ping = ping;
    this.told = told;
    this.clock = clock;
  }

  void tell(BackupPolicy policy, Report report, Backups backups) {
    for (Entry entry : report.entries()) {
      if (entry.isGood()) {
        incidents.resolve(LOCKED, "the repository is in use again");
        incidents.resolve(key(report, entry), good(entry));
        late(report, entry);
      } else {
        incidents.raise(alert(report, entry));
      }
    }
    if (report.run().kind() == RunKind.CHECK) {
      quietly(() -> rules(backups.findings()));
    }
    if (report.isGood() && report.run().kind() == RunKind.BACKUP) {
      quietly(() -> backups.heartbeat(report, clock.instant()));
      policy.ping().ifPresent(address -> quietly(() -> ping.accept(address)));
    }
  }

  /** Rules of the bucket that break backups; what only costs money is no alarm. */
  private void rules(List<Finding> findings) {
    List<String> breaking = findings.stream().filter(Finding::breaks).map(Finding::words).toList();
    if (breaking.isEmpty()) {
      incidents.resolve(RULES, "no rule of the bucket is in the way of backups any more");
      return;
    }
    incidents.raise(
        new Alert(
            RULES,
            Capability.BACKUP,
            Severity.CRITICAL,
            "the rules of the backup bucket are wrong",
            breaking,
            "/backup verify"));
  }

  /** For a run a bot that is gone was asked for: its thread is told. */
  void ended(Report report) {
    told.accept(report);
  }

  private void late(Report report, Entry entry) {
    incidents.resolve(lateKey(report.run().kind(), report.run().source()), good(entry));
  }

  static String lateKey(RunKind kind, String source) {
    return "backup late %s %s".formatted(kind.word(), source);
  }

  private static String key(Report report, Entry entry) {
    return "backup %s %s %s"
        .formatted(report.run().kind().word(), report.run().source(), entry.node())
        .strip();
  }

  private static String good(Entry entry) {
    return switch (entry.kind()) {
      case BACKUP -> "a snapshot was made: " + entry.brief();
      case RESTORE_TEST -> "a restore test passed";
      case CHECK -> "a check found no errors";
      case RETENTION, PRUNE, RESTORE -> "it succeeded";
    };
  }

  private static Alert alert(Report report, Entry entry) {
    String source = report.run().source().equals(History.REPOSITORY) ? "" : report.run().source();
    List<String> evidence = new ArrayList<>();
    evidence.add(entry.why());
    report.notes().stream()
        .filter(note ->
            entry.node().isEmpty()
                || !note.contains(": ")
                || note.startsWith(entry.node() + ": ")
                || note.startsWith("afterwards"))
        .forEach(evidence::add);
    return new Alert(
        key(report, entry),
        Capability.BACKUP,
        entry.verdict() == Verdict.FAILED ? Severity.CRITICAL : Severity.WARNING,
        subject(entry, source),
        evidence,
        ("/backup status " + source).strip());
  }

  private static String subject(Entry entry, String source) {
    String at = entry.node().isEmpty() ? "" : " on " + entry.node();
    return switch (entry.kind()) {
      case BACKUP -> "the backup of %s%s %s".formatted(source, at, word(entry.verdict()));
      case RESTORE_TEST -> "the restore test of %s%s failed".formatted(source, at);
      case CHECK -> "the check of the backup repository failed";
      case RETENTION -> "old snapshots of %s could not be removed".formatted(source);
      case PRUNE -> "the backup repository could not be pruned";
      case RESTORE -> "the restore of %s%s failed".formatted(source, at);
    };
  }

  private static String word(Verdict verdict) {
    return switch (verdict) {
      case GOOD -> "succeeded";
      case PARTIAL -> "is incomplete";
      case SHRUNK -> "is much smaller than usual";
      case GROWN -> "is much larger than usual";
      case FAILED -> "failed";
    };
  }

  private static void quietly(Runnable sign) {
    try {
      sign.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "could not be told, or asked: {0}", e.getMessage());
    }
  }
}
