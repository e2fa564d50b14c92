package skep.deploy.restic;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a backup is. While restic still looks for files, the totals grow. Which files it is at,
 * is not for everybody who reads along.
 *
 * @param percent from 0 to 100
 * @param remaining empty while restic does not know
 */
public record BackupProgress(
    int percent,
    long bytes,
    long totalBytes,
    long files,
    long totalFiles,
    long errors,
    Optional<Duration> remaining) {
  static BackupProgress read(JsonNode status) {
    long seconds = JsonLine.count(status, "seconds_remaining");
    return new BackupProgress(
        percent(status),
        JsonLine.count(status, "bytes_done"),
        JsonLine.count(status, "total_bytes"),
        JsonLine.count(status, "files_done"),
        JsonLine.count(status, "total_files"),
        JsonLine.count(status, "error_count"),
        seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
  }

  static int percent(JsonNode status) {
    double share = status.path("percent_done").asDouble(0);
    return (int) Math.clamp(share * 100, 0, 100);
  }
}
