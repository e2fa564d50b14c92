package skep.deploy.restic;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One snapshot of a repository.
 *
 * @param id whole
 * @param time when its backup was begun
 * @param tree id of its root
 * @param tags Skep's, where Skep made it
 * @param summary of the backup that made it; kept since 0.17
 */
public record Snapshot(
    String id,
    Instant time,
    String host,
    List<String> paths,
    String tree,
    Optional<SnapshotTags> tags,
    Optional<BackupSummary> summary) {
  public Snapshot {
    paths = List.copyOf(paths);
  }

  /** As restic and people say it. */
  public String brief() {
    return ResticId.brief(id);
  }

  /** Empty where Skep did not make it. */
  public Optional<String> source() {
    return tags.map(SnapshotTags::source);
  }

  /** Whether somebody means this one. An id may be cut, as older versions tell it. */
  public boolean isCalled(String idOrBrief) {
    return idOrBrief.length() >= 8 && id.startsWith(idOrBrief);
  }

  /**
   * From {@code snapshots}.
   *
   * @return empty where restic did not list to the end
   */
  public static Optional<Listing<Snapshot>> list(List<String> lines) {
    return Listing.read(lines, "", Snapshot::read);
  }

  static Optional<Snapshot> read(JsonNode node) {
    String id = node.path("id").asText();
    return JsonLine.time(node.path("time"))
        .filter(time -> ResticId.isWhole(id))
        .map(time ->
            new Snapshot(
                id,
                time,
                node.path("hostname").asText(),
                JsonLine.texts(node.path("paths")),
                node.path("tree").asText(),
                tags(node),
                summary(node)));
  }

  private static Optional<SnapshotTags> tags(JsonNode node) {
    try {
      return SnapshotTags.read(JsonLine.texts(node.path("tags")));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // Somebody else's, that only look like ours.
    }
  }

  private static Optional<BackupSummary> summary(JsonNode node) {
    return Optional.of(node.path("summary")).filter(JsonNode::isObject).map(BackupSummary::read);
  }
}
