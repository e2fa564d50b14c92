package skep.deploy.restic;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tags of Skep's snapshots: {@code skep}, {@code source=core}, {@code commit=…}, {@code run=…}.
 *
 * @param commit of the estate at the time
 * @param run which run made it: the snapshots of all nodes of one run have it in common
 */
public record SnapshotTags(String source, Optional<String> commit, Optional<String> run) {
  static final String OURS = "skep";
  private static final String SOURCE = "source=";
  private static final String COMMIT = "commit=";
  private static final String RUN = "run=";

  /**
   * @throws IllegalArgumentException where a part cannot be in a tag: restic separates tags by
   *     commas
   */
  public SnapshotTags {
    require(source);
    commit.ifPresent(SnapshotTags::require);
    run.ifPresent(SnapshotTags::require);
  }

  private static void require(String part) {
    if (part.isBlank() || part.contains(",") || !part.equals(part.strip())) {
      throw new IllegalArgumentException(
          "'%s' cannot be in a tag of a snapshot: take a name without commas and spaces around it"
              .formatted(part));
    }
  }

  /** Empty for a snapshot that is not Skep's. */
  static Optional<SnapshotTags> read(List<String> tags) {
    Optional<String> source = value(tags, SOURCE);
    return tags.contains(OURS) && source.isPresent()
        ? Optional.of(new SnapshotTags(source.get(), value(tags, COMMIT), value(tags, RUN)))
        : Optional.empty();
  }

  private static Optional<String> value(List<String> tags, String key) {
    return tags.stream()
        .filter(tag -> tag.startsWith(key))
        .map(tag -> tag.substring(key.length()).strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  /** What a snapshot of this source has, whatever made it. */
  static String of(String source) {
    return new SnapshotTags(source, Optional.empty(), Optional.empty()).joined();
  }

  /** As {@code --tag} takes several: all of them. */
  String joined() {
    List<String> words = new ArrayList<>(List.of(OURS, SOURCE + source));
    commit.ifPresent(sha -> words.add(COMMIT + sha));
    run.ifPresent(id -> words.add(RUN + id));
    return String.join(",", words);
  }
}
