package skep.deploy.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import skep.deploy.restic.BackupOutput;
import skep.deploy.restic.BackupSummary;
import skep.deploy.restic.ExitStatus;
import skep.deploy.restic.UnreadableFile;
import skep.deploy.restic.UnreadableFiles;

/**
 * What one node's backup proves. Only a snapshot with files in it, told of by a restic that came to
 * its end, is a success.
 *
 * @param why empty for a good one
 * @param notes files that could not be read
 */
record SnapshotVerdict(
    Verdict verdict,
    String snapshot,
    long files,
    long bytes,
    long added,
    String why,
    List<String> notes) {
  /** The manifest's own: its extent, list, stats and sums. */
  private static final int OF_MANIFEST = 4;

  private static final int MOST_NOTES = 20;

  SnapshotVerdict {
    notes = List.copyOf(notes);
  }

  static SnapshotVerdict of(Said said) {
    Optional<String> nothing = said.nothing();
    if (nothing.isPresent()) {
      return failed(nothing.get(), List.of());
    }
    List<String> missing = said.marked("missing");
    if (!missing.isEmpty()) {
      return failed("there is no " + String.join(" and no ", missing), List.of());
    }
    BackupOutput output = new BackupOutput();
    said.last().lines().forEach(output);
    ExitStatus status = ExitStatus.of(said.last().status().orElse(1), said.last().lines());
    List<String> notes = notes(output.unreadable());
    return switch (status) {
      case DONE -> done(output, notes);
      case INCOMPLETE -> partial(output, notes);
      case FAILED, NO_REPOSITORY, DENIED, LOCKED, WRONG_PASSWORD, NO_RESTIC, INTERRUPTED ->
          failed(Said.words(status, said.last().lines()), notes);
    };
  }

  private static SnapshotVerdict done(BackupOutput output, List<String> notes) {
    Optional<BackupSummary> summary = output.summary().filter(one -> !one.snapshot().isEmpty());
    if (summary.isEmpty()) {
      return failed("restic ended well and told of no snapshot", notes);
    }
    return summary.get().totalFiles() <= OF_MANIFEST
        ? of(summary.get(), Verdict.FAILED, "the snapshot is empty", notes)
        : of(summary.get(), Verdict.GOOD, "", notes);
  }

  private static SnapshotVerdict partial(BackupOutput output, List<String> notes) {
    String why = "%,d files could not be read".formatted(output.unreadable().count());
    return output
        .summary()
        .filter(one -> !one.snapshot().isEmpty())
        .map(summary -> of(summary, Verdict.PARTIAL, why, notes))
        .orElseGet(() -> failed(why + ", and there is no snapshot", notes));
  }

  private static SnapshotVerdict of(
      BackupSummary summary, Verdict verdict, String why, List<String> notes) {
    return new SnapshotVerdict(
        verdict,
        summary.snapshot(),
        Math.max(0, summary.totalFiles() - OF_MANIFEST),
        summary.totalBytes(),
        summary.added(),
        why,
        notes);
  }

  private static SnapshotVerdict failed(String why, List<String> notes) {
    return new SnapshotVerdict(Verdict.FAILED, "", 0, 0, 0, why, notes);
  }

  private static List<String> notes(UnreadableFiles files) {
    List<String> notes = new ArrayList<>();
    for (UnreadableFile file : files.first().stream().limit(MOST_NOTES).toList()) {
      notes.add("%s: %s".formatted(file.path(), file.why()));
    }
    if (files.count() > MOST_NOTES) {
      notes.add("and %,d more".formatted(files.count() - MOST_NOTES));
    }
    return notes;
  }
}
