package skep.commands.backup;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import skep.commands.Command;
import skep.commands.FormName;
import skep.commands.Nearest;
import skep.commands.Parsed;
import skep.commands.access.Access;
import skep.commands.access.Act;
import skep.commands.chat.Invocation;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.commands.planning.Estates;
import skep.commands.planning.Estates.EstateAt;
import skep.deploy.estate.BackupPolicy;

/** {@code /backup}: how all of them are, new ones, proofs, and files back. */
public final class BackupCommand implements Command {
  private final Estates estates;
  private final Access access;
  private final BackupReport report;
  private final OnDemand onDemand;
  private final Restores restores;

  /**
   * @param work carries runs out, also those the clock begins
   */
  public BackupCommand(
      Estates estates, Access access, BackupWork work, BoardChart chart, InstantSource clock) {
    this.estates = estates;
    this.access = access;
    this.report = new BackupReport(work, chart, clock);
    this.onDemand = new OnDemand(work);
    this.restores = new Restores(work, access, clock);
  }

  @Override
  public Outcome handle(Invocation in, Parsed.Command line) {
    EstateAt head = estates.at("");
    Optional<Outcome.Refused> refusal = access.refusal(Act.BACKUP, in, head.policy());
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Optional<BackupPolicy> policy = head.rules().backup();
    return policy.isEmpty()
        ? new Outcome.Refused(
            "Nothing is backed up: skep.yaml has no `backup:`. The documentation of skep.yaml has an example.",
            "/help backup")
        : allowed(in, line, new Scene(head, policy.get()));
  }

  /** What the board of all of them says, for somebody who is allowed to see it. */
  public String board() {
    EstateAt head = estates.lastSeen();
    return head.rules()
        .backup()
        .map(policy -> report.words(new Scene(head, policy)))
        .orElse("Nothing is backed up: skep.yaml has no backup.");
  }

  /** What every form works on. */
  record Scene(EstateAt head, BackupPolicy policy) {
    /** A word that should be a source's name; refused with the nearest where it is none. */
    Optional<Outcome> unknown(String source, String verb) {
      if (policy.sources().containsKey(source)) {
        return Optional.empty();
      }
      List<String> names = List.copyOf(policy.sources().keySet());
      String near = Nearest.to(source, names).orElse(names.isEmpty() ? "" : names.getFirst());
      return Optional.of(
          new Outcome.Refused(
              "There is no source %s; there %s %s."
                  .formatted(
                      Quoted.code(source),
                      names.size() == 1 ? "is" : "are",
                      names.isEmpty() ? "none" : String.join(", ", names)),
              near.isEmpty() ? "/backup" : "/backup " + verb + " " + near));
    }
  }

  private Outcome allowed(Invocation in, Parsed.Command line, Scene scene) {
    String word = line.words().isEmpty() ? "" : line.words().getFirst();
    return switch (line.form()) {
      case FormName.Look.ALL -> report.board(in, scene);
      case FormName.Backup.STATUS ->
          word.isEmpty() ? report.board(in, scene) : report.board(in, scene, word);
      case FormName.Backup.LIST -> report.list(scene, word);
      case FormName.Backup.NOW -> onDemand.now(in, scene, word);
      case FormName.Backup.VERIFY -> onDemand.verify(in, scene, word);
      case FormName.Backup.RETENTION -> onDemand.retention(in, scene, word, line.has("--yes"));
      case FormName.Backup.RESTORE -> restores.ask(in, scene, word, line);
      case FormName.Backup.APPROVE -> restores.approve(in, scene, word);
      case FormName.Look _, FormName.Deploy _, FormName.Rollback _, FormName.Secrets _ ->
          throw new IllegalArgumentException(line.form() + " is no form of /backup");
    };
  }
}
