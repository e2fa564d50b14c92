package skep.deploy.restic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;

/** What a backup says, a line at a time. For one thread; what it keeps is bounded. */
public final class BackupOutput implements Consumer<String> {
  private Optional<BackupProgress> progress = Optional.empty();
  private Optional<BackupSummary> summary = Optional.empty();
  private UnreadableFiles unreadable = UnreadableFiles.NONE;
  private int skipped;

  @Override
  public void accept(String line) {
    Optional<UnreadableFile> file = UnreadableFile.read(line);
    if (file.isPresent()) {
      unreadable = unreadable.with(file.get());
      return;
    }
    Optional<ObjectNode> message = JsonLine.parse(line);
    switch (message.map(one -> one.path("message_type").asText()).orElse("")) {
      case "status" -> progress = message.map(BackupProgress::read);
      case "summary" -> summary = message.map(BackupSummary::read);
      default -> skipped += line.isBlank() ? 0 : 1;
    }
  }

  /** The newest; empty before the first. */
  public Optional<BackupProgress> progress() {
    return progress;
  }

  /** Empty where restic did not come to its end, whatever its exit status. */
  public Optional<BackupSummary> summary() {
    return summary;
  }

  /** Files that are not in the snapshot, and paths of the source that do not exist. */
  public UnreadableFiles unreadable() {
    return unreadable;
  }

  /** Lines that say nothing of the backup. */
  public int skipped() {
    return skipped;
  }
}
