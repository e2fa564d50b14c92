package skep.deploy.restic;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What restic says at the end of a restore, since 0.16.
 *
 * @param skipped files that were there already, as they should be
 * @param took in whole seconds
 */
public record RestoreSummary(
    long files, long totalFiles, long bytes, long totalBytes, long skipped, Duration took) {
  static RestoreSummary read(JsonNode summary) {
    return new RestoreSummary(
        JsonLine.count(summary, "files_restored"),
        JsonLine.count(summary, "total_files"),
        JsonLine.count(summary, "bytes_restored"),
        JsonLine.count(summary, "total_bytes"),
        JsonLine.count(summary, "files_skipped"),
        Duration.ofSeconds(JsonLine.count(summary, "seconds_elapsed")));
  }

  /** Whether nothing is missing, by restic's own count. */
  public boolean isWhole() {
    return files + skipped >= totalFiles;
  }
}
