package skep.deploy.restic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What changed between two snapshots.
 *
 * @param addedBytes of files that were new or changed, as they are in the repository
 */
public record DiffSummary(
    long changedFiles, long addedFiles, long removedFiles, long addedBytes, long removedBytes) {
  /** Empty where restic did not compare to the end. */
  public static Optional<DiffSummary> read(List<String> lines) {
    return lines.reversed().stream()
        .map(JsonLine::parse)
        .flatMap(Optional::stream)
        .filter(message -> JsonLine.isOf(message, "statistics"))
        .findFirst()
        .map(DiffSummary::read);
  }

  private static DiffSummary read(JsonNode statistics) {
    JsonNode added = statistics.path("added");
    JsonNode removed = statistics.path("removed");
    return new DiffSummary(
        JsonLine.count(statistics, "changed_files"),
        JsonLine.count(added, "files"),
        JsonLine.count(removed, "files"),
        JsonLine.count(added, "bytes"),
        JsonLine.count(removed, "bytes"));
  }
}
