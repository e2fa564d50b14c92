package skep.deploy.restic;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What restic says at the end of a backup, and since 0.17 keeps in the snapshot.
 *
 * @param totalFiles in the snapshot; {@code totalBytes} likewise
 * @param added bytes the repository grew by, before compression
 * @param took zero where restic does not tell
 * @param snapshot its id, of 8 digits in older versions; empty where none was made
 */
public record BackupSummary(
    long newFiles,
    long changedFiles,
    long unmodifiedFiles,
    long totalFiles,
    long totalBytes,
    long added,
    Duration took,
    String snapshot) {
  static BackupSummary read(JsonNode summary) {
    return new BackupSummary(
        JsonLine.count(summary, "files_new"),
        JsonLine.count(summary, "files_changed"),
        JsonLine.count(summary, "files_unmodified"),
        JsonLine.count(summary, "total_files_processed"),
        JsonLine.count(summary, "total_bytes_processed"),
        JsonLine.count(summary, "data_added"),
        took(summary),
        summary.path("snapshot_id").asText(""));
  }

  private static Duration took(JsonNode summary) {
    double seconds = summary.path("total_duration").asDouble(0);
    if (seconds > 0 && seconds < Integer.MAX_VALUE) {
      return Duration.ofMillis(Math.round(seconds * 1000));
    }
    return JsonLine.time(summary.path("backup_start"))
        .flatMap(start ->
            JsonLine.time(summary.path("backup_end")).map(end -> Duration.between(start, end)))
        .filter(duration -> !duration.isNegative())
        .orElse(Duration.ZERO);
  }
}
