package skep.commands.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import skep.commands.chat.Quoted;
import skep.deploy.backup.Verdict;
import skep.deploy.backup.Words;
import skep.deploy.backup.board.Snapshot;

/** What {@code /backup list} says: the snapshots, the newest first. */
public final class SnapshotsText {
  private static final int MOST = 25;

  private SnapshotsText() {}

  /**
   * In Rocket.Chat's Markdown, at most some thirty lines.
   *
   * @param snapshots the newest first
   */
  public static String of(List<Snapshot> snapshots, Instant now) {
    if (snapshots.isEmpty()) {
      return "There is no snapshot yet. `/backup now` makes the first.";
    }
    boolean many = snapshots.stream().map(Snapshot::source).distinct().count() > 1;
    List<String> lines = new ArrayList<>();
    lines.add(
        snapshots.size() == 1
            ? "*One snapshot*:"
            : "*%d snapshots*, the newest first:".formatted(snapshots.size()));
    snapshots.stream().limit(MOST).map(snapshot -> line(snapshot, now)).forEach(lines::add);
    if (snapshots.size() > MOST) {
      lines.add(
          "• and %d more%s"
              .formatted(
                  snapshots.size() - MOST,
                  many ? "; `/backup list <source>` lists those of one source" : ""));
    }
    return String.join("\n", lines);
  }

  private static String line(Snapshot snapshot, Instant now) {
    List<String> parts = new ArrayList<>();
    parts.add(
        String.format(
            Locale.ROOT,
            "%,d %s, %s, %s new",
            snapshot.files(),
            snapshot.files() == 1 ? "file" : "files",
            Words.bytes(snapshot.bytes()),
            Words.bytes(snapshot.added())));
    if (snapshot.damaged()) {
      parts.add("*damaged*");
    } else if (snapshot.verified()) {
      parts.add("verified");
    }
    if (snapshot.verdict() != Verdict.GOOD) {
      parts.add("*" + snapshot.verdict().word() + "*");
    }
    return "%s %s %s (%s), %s on %s: %s"
        .formatted(
            snapshot.damaged() ? ":x:" : "•",
            BoardText.id(snapshot.id()),
            Measures.minute(snapshot.begun()),
            age(snapshot, now),
            Quoted.brief(snapshot.source()),
            Quoted.brief(snapshot.node()),
            String.join(", ", parts));
  }

  private static String age(Snapshot snapshot, Instant now) {
    return snapshot.begun().isAfter(now)
        ? "just now"
        : Words.time(Duration.between(snapshot.begun(), now));
  }
}
