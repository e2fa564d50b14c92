package skep.commands.backup;

import java.util.ArrayList;
import java.util.List;
import skep.commands.chat.Outcome;
import skep.commands.chat.Quoted;
import skep.deploy.backup.Entry;
import skep.deploy.backup.History;
import skep.deploy.backup.Report;
import skep.deploy.backup.RunKind;
import skep.deploy.backup.Verdict;
import skep.deploy.backup.Words;

/** What a run came to, in words. */
public final class ReportText {
  private static final int MOST_NOTES = 25;

  private ReportText() {}

  static Outcome outcome(Report report) {
    String next =
        report.run().source().equals(History.REPOSITORY)
            ? "/backup"
            : "/backup status " + report.run().source();
    return report.isGood() ? new Outcome.Done(of(report)) : new Outcome.Failed(of(report), next);
  }

  public static String of(Report report) {
    List<String> lines = new ArrayList<>();
    lines.add(title(report));
    report.entries().forEach(entry -> lines.add("• " + line(entry)));
    report.notes().stream().limit(MOST_NOTES).forEach(note -> lines.add("  " + Quoted.text(note)));
    if (report.notes().size() > MOST_NOTES) {
      lines.add("  and %d more".formatted(report.notes().size() - MOST_NOTES));
    }
    return String.join("\n", lines);
  }

  private static String title(Report report) {
    String source =
        report.run().source().equals(History.REPOSITORY)
            ? "the repository"
            : "*" + report.run().source() + "*";
    String what =
        switch (report.run().kind()) {
          case BACKUP -> "Backup of " + source;
          case RESTORE_TEST -> "Restore test of " + source;
          case CHECK -> "Check of " + source;
          case RETENTION -> "Retention of " + source;
          case PRUNE -> "Pruning of " + source;
          case RESTORE -> "Restore of " + source;
        };
    return "%s: %s".formatted(what, report.isGood() ? "done" : report.verdict().word());
  }

  private static String storage(Entry check) {
    return check.bytes() == 0
        ? ""
        : "; %,d objects, %s, %s more than before"
            .formatted(check.files(), Words.bytes(check.bytes()), Words.bytes(check.added()));
  }

  private static String line(Entry entry) {
    String node = entry.node().isEmpty() ? "" : Quoted.text(entry.node()) + ": ";
    if (entry.verdict() == Verdict.FAILED) {
      return node + Quoted.text(entry.why());
    }
    String what =
        switch (entry.kind()) {
          case BACKUP ->
              "%s, %,d files, %s, %s new, in %s"
                  .formatted(
                      Quoted.code(entry.brief()),
                      entry.files(),
                      Words.bytes(entry.bytes()),
                      Words.bytes(entry.added()),
                      Words.time(entry.took()));
          case RESTORE_TEST ->
              "%s restored in %s; %,d files compared, %s, all as they were"
                  .formatted(
                      Quoted.code(entry.brief()),
                      Words.time(entry.took()),
                      entry.files(),
                      Words.bytes(entry.bytes()));
          case CHECK ->
              "%s in %s%s"
                  .formatted(Quoted.text(entry.why()), Words.time(entry.took()), storage(entry));
          case RETENTION, PRUNE ->
              "%s in %s".formatted(Quoted.text(entry.why()), Words.time(entry.took()));
          case RESTORE ->
              "%s restored in %s".formatted(Quoted.code(entry.brief()), Words.time(entry.took()));
        };
    return node + what + (entry.isGood() ? "" : " — " + Quoted.text(entry.why()));
  }

  static String running(RunKind kind, String source, String step, List<String> nodes) {
    return ":hourglass: %s of *%s*: %s%s"
        .formatted(
            kind == RunKind.BACKUP
                ? "Backup"
                : kind == RunKind.RESTORE_TEST ? "Restore test" : "Run",
            source,
            step,
            nodes.isEmpty()
                ? ""
                : "\n"
                    + String.join(
                        "\n", nodes.stream().map(node -> "• " + Quoted.text(node)).toList()));
  }
}
