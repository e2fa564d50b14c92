package skep.deploy.restic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a restore says, a line at a time. For one thread; what it keeps is bounded. Before 0.16
 * there is neither progress nor a summary: what was restored must be looked at.
 */
public final class RestoreOutput implements Consumer<String> {
  private Optional<RestoreProgress> progress = Optional.empty();
  private Optional<RestoreSummary> summary = Optional.empty();
  private UnreadableFiles failed = UnreadableFiles.NONE;
  private int skipped;

  @Override
  public void accept(String line) {
    Optional<UnreadableFile> file = UnreadableFile.read(line);
    if (file.isPresent()) {
      failed = failed.with(file.get());
      return;
    }
    Optional<ObjectNode> message = JsonLine.parse(line);
    switch (message.map(one -> one.path("message_type").asText()).orElse("")) {
      case "status" -> progress = message.map(RestoreProgress::read);
      case "summary" -> summary = message.map(RestoreSummary::read);
      default -> skipped += line.isBlank() ? 0 : 1;
    }
  }

  /** The newest; empty before the first. */
  public Optional<RestoreProgress> progress() {
    return progress;
  }

  /** Empty where restic did not come to its end, and for versions that say nothing at it. */
  public Optional<RestoreSummary> summary() {
    return summary;
  }

  /** What could not be restored. */
  public UnreadableFiles failed() {
    return failed;
  }

  /** Lines that say nothing of the restore. */
  public int skipped() {
    return skipped;
  }
}
