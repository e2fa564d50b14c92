package skep.deploy.restic;

import java.util.List;
import java.util.Optional;

/**
 * From {@code stats}.
 *
 * @param bytes in the repository, or of a restored snapshot, as was asked
 * @param files of a restored snapshot, folders among them
 * @param snapshots that were counted
 */
public record SizeSummary(long bytes, long files, long snapshots) {
  /** Empty where restic did not count to the end. */
  public static Optional<SizeSummary> read(List<String> lines) {
    return lines.stream()
        .map(JsonLine::parse)
        .flatMap(Optional::stream)
        .filter(message -> message.has("total_size"))
        .findFirst()
        .map(message ->
            new SizeSummary(
                JsonLine.count(message, "total_size"),
                JsonLine.count(message, "total_file_count"),
                JsonLine.count(message, "snapshots_count")));
  }
}
