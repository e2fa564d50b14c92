package skep.deploy.restic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code forget} keeps and removes, or would, of one host.
 *
 * @param keep the newest first; {@code remove} likewise
 */
public record RetentionGroup(String host, List<Snapshot> keep, List<Snapshot> remove) {
  public RetentionGroup {
    keep = List.copyOf(keep);
    remove = List.copyOf(remove);
  }

  /**
   * From {@code forget}.
   *
   * @return empty where there is nothing to read: also, with status 0, where no snapshot is of that
   *     source and host
   */
  public static Optional<Listing<RetentionGroup>> list(List<String> lines) {
    return Listing.read(lines, "", RetentionGroup::read);
  }

  /** A group of which one snapshot cannot be read is none: what it does could not be judged. */
  private static Optional<RetentionGroup> read(JsonNode group) {
    Optional<List<Snapshot>> keep = snapshots(group.path("keep"));
    Optional<List<Snapshot>> remove = snapshots(group.path("remove"));
    return keep.isEmpty() || remove.isEmpty()
        ? Optional.empty()
        : Optional.of(new RetentionGroup(group.path("host").asText(), keep.get(), remove.get()));
  }

  private static Optional<List<Snapshot>> snapshots(JsonNode array) {
    List<Snapshot> all = new ArrayList<>();
    for (JsonNode one : array) {
      Optional<Snapshot> snapshot = Snapshot.read(one);
      if (snapshot.isEmpty()) {
        return Optional.empty();
      }
      all.add(snapshot.get());
    }
    return Optional.of(all);
  }
}
