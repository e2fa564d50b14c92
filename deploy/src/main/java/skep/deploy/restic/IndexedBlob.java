package skep.deploy.restic;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Where a blob is, by an index of the repository.
 *
 * @param end its last byte in the pack, and one more
 */
record IndexedBlob(String pack, String id, boolean tree, long end) {
  /** The blobs an index has; empty where it could not be read. */
  static Optional<Stream<IndexedBlob>> read(List<String> lines) {
    return Listing.read(lines, "packs", Optional::of)
        .map(packs -> packs.entries().stream().flatMap(IndexedBlob::blobs));
  }

  private static Stream<IndexedBlob> blobs(JsonNode pack) {
    return StreamSupport.stream(pack.path("blobs").spliterator(), false)
        .map(blob ->
            new IndexedBlob(
                pack.path("id").asText(),
                blob.path("id").asText(),
                blob.path("type").asText().equals("tree"),
                JsonLine.count(blob, "offset") + JsonLine.count(blob, "length")))
        .filter(blob -> ResticId.isWhole(blob.id()));
  }
}
