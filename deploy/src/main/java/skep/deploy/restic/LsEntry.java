package skep.deploy.restic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A file, folder or other thing in a snapshot.
 *
 * @param type {@code file}, {@code dir}, {@code symlink}, {@code dev}, {@code chardev}, {@code
 *     fifo}, {@code socket}
 * @param size zero for all but files
 * @param mode the twelve bits of Unix
 */
public record LsEntry(
    String path, String type, long size, int mode, long uid, long gid, Instant modified) {
  private static final int PERMISSIONS = 0777;

  /**
   * From {@code ls}, one at a time.
   *
   * @return how many lines could not be read; a snapshot's own line comes first and is none of them
   */
  public static int each(Iterator<String> lines, Consumer<LsEntry> each) {
    int skipped = 0;
    while (lines.hasNext()) {
      String line = lines.next();
      Optional<ObjectNode> node = JsonLine.parse(line);
      Optional<LsEntry> entry = node.flatMap(LsEntry::read);
      entry.ifPresent(each);
      boolean snapshot = node.filter(one -> one.has("tree") && one.has("hostname")).isPresent();
      skipped += entry.isPresent() || snapshot || line.isBlank() ? 0 : 1;
    }
    return skipped;
  }

  private static Optional<LsEntry> read(ObjectNode node) {
    String path = node.path("path").asText();
    String type = node.path("type").asText();
    return path.startsWith("/") && !type.isEmpty()
        ? JsonLine.time(node.path("mtime"))
            .map(modified ->
                new LsEntry(
                    path,
                    type,
                    JsonLine.count(node, "size"),
                    unix(node.path("mode").asLong(0)),
                    JsonLine.count(node, "uid"),
                    JsonLine.count(node, "gid"),
                    modified))
        : Optional.empty();
  }

  /** restic writes modes as Go does: what is special stands in other bits. */
  private static int unix(long mode) {
    return (int) (mode & PERMISSIONS)
        | bit(mode, 23, 04000)
        | bit(mode, 22, 02000)
        | bit(mode, 20, 01000);
  }

  private static int bit(long mode, int go, int unix) {
    return (mode >> go & 1) == 1 ? unix : 0;
  }
}
