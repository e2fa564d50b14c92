package skep.deploy.restic;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a restore is. Told since 0.16.
 *
 * @param percent from 0 to 100
 * @param elapsed since it began
 */
public record RestoreProgress(
    int percent, long bytes, long totalBytes, long files, long totalFiles, Duration elapsed) {
  static RestoreProgress read(JsonNode status) {
    return new RestoreProgress(
        BackupProgress.percent(status),
        JsonLine.count(status, "bytes_restored") + JsonLine.count(status, "bytes_skipped"),
        JsonLine.count(status, "total_bytes"),
        JsonLine.count(status, "files_restored") + JsonLine.count(status, "files_skipped"),
        JsonLine.count(status, "total_files"),
        Duration.ofSeconds(JsonLine.count(status, "seconds_elapsed")));
  }

  /** restic does not tell it: as fast as up to now. Empty at the beginning. */
  public Optional<Duration> remaining() {
    return bytes <= 0 || elapsed.isZero()
        ? Optional.empty()
        : Optional.of(
            Duration.ofSeconds(
                Math.round(
                    (double) elapsed.toSeconds() * Math.max(0, totalBytes - bytes) / bytes)));
  }
}
